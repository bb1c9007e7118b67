import type { TypeObject } from 'koffi';
import type { Koffi } from '../library/koffi.js';
import type { Structs } from './structs.js';

/** Every version of the RMS Client 2.1 has these. */
export const NEEDED_FUNCTIONS = [
  'IpcGetGlobalProperty',
  'IpcSetGlobalProperty',
  'IpcGetTemplateList',
  'IpcGetTemplateIssuerList',
  'IpcCreateLicenseFromTemplateID',
  'IpcCreateLicenseFromScratch',
  'IpcSetLicenseProperty',
  'IpcGetLicenseProperty',
  'IpcSerializeLicense',
  'IpcGetSerializedLicenseProperty',
  'IpcGetKey',
  'IpcGetKeyProperty',
  'IpcAccessCheck',
  'IpcEncrypt',
  'IpcDecrypt',
  'IpcGetErrorMessageText',
  'IpcCloseHandle',
  'IpcFreeMemory',
] as const;

/** These came with later versions. */
export const OPTIONAL_FUNCTIONS = [
  'IpcInitializeEnvironment',
  'IpcUninitializeEnvironment',
  'IpcCreateOAuth2Token',
  'IpcCreateLicenseMetadataHandle',
  'IpcSetLicenseMetadataProperty',
  'IpcSerializeLicenseWithMetadata',
  'IpcRegisterLicense',
  'IpcProtectWindow',
  'IpcUnprotectWindow',
] as const;

export type FunctionName = (typeof NEEDED_FUNCTIONS)[number] | (typeof OPTIONAL_FUNCTIONS)[number];

type Argument = Parameters<Koffi['sizeof']>[0];

/** The arguments of every function, in order; msipc-abi.md §3. All return an HRESULT, `IpcFreeMemory` excepted. */
export function functionArguments(koffi: Koffi, structs: Structs): Readonly<Record<FunctionName, readonly Argument[]>> {
  const u32 = 'uint32_t';
  const b32 = 'int32_t';
  const text = 'char16_t *';
  const any = 'void *';
  const pointer = (struct: TypeObject): TypeObject => koffi.pointer(struct);
  const outPointer = koffi.out(koffi.pointer(any));
  const outNumber = koffi.out(koffi.pointer(u32));
  const buffer = pointer(structs.IPC_BUFFER);
  const prompt = pointer(structs.IPC_PROMPT_CTX);
  const service = pointer(structs.IPC_CONNECTION_INFO);
  const crypt = [any, u32, b32, any, u32, any, u32, outNumber];
  return {
    IpcInitializeEnvironment: [],
    IpcUninitializeEnvironment: [],
    IpcGetGlobalProperty: [u32, outPointer],
    IpcSetGlobalProperty: [u32, any],
    IpcGetTemplateList: [service, u32, u32, prompt, any, outPointer],
    IpcGetTemplateIssuerList: [service, u32, prompt, any, outPointer],
    IpcCreateLicenseFromTemplateID: [text, u32, any, outPointer],
    IpcCreateLicenseFromScratch: [any, u32, any, outPointer],
    IpcSetLicenseProperty: [any, b32, u32, any],
    IpcGetLicenseProperty: [any, u32, u32, outPointer],
    IpcSerializeLicense: [any, u32, u32, prompt, outPointer, outPointer],
    IpcGetSerializedLicenseProperty: [buffer, u32, any, u32, outPointer],
    IpcGetKey: [buffer, u32, prompt, any, outPointer],
    IpcGetKeyProperty: [any, u32, any, outPointer],
    IpcAccessCheck: [any, text, koffi.out(koffi.pointer(b32))],
    IpcEncrypt: crypt,
    IpcDecrypt: crypt,
    IpcCreateOAuth2Token: [text, outPointer],
    IpcGetErrorMessageText: [b32, u32, outPointer],
    IpcCloseHandle: [any],
    IpcFreeMemory: [any],
    IpcProtectWindow: [any],
    IpcUnprotectWindow: [any],
    IpcCreateLicenseMetadataHandle: [buffer, any, any, outPointer],
    IpcSetLicenseMetadataProperty: [any, b32, u32, any],
    IpcSerializeLicenseWithMetadata: [any, any, prompt, outPointer],
    IpcRegisterLicense: [buffer, any, prompt, text, b32],
  };
}

/** The type of the OAuth callback; msipc-abi.md §3. Pointers arrive as addresses. */
export function oauthCallbackType(koffi: Koffi): TypeObject {
  return koffi.pointer(koffi.proto('__stdcall', 'int32_t', ['void *', 'void *', 'void *']));
}
