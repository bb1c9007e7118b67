/** The security handler of Microsoft's rights management; pdf-irm.md §2.3, §3.1. */
export const FILTER_NAME = 'MicrosoftIRMServices';

/** What the embedded file is called: in its specification, in the name tree and in the collection. */
export const PAYLOAD_NAME = 'MicrosoftIRMServices Protected PDF.pdf';

/** The description of the embedded file. */
export const PAYLOAD_DESCRIPTION = 'This embedded file is encrypted using MicrosoftIRMServices filter';

/** The relationship of the embedded file to the document; ISO 32000-2 §7.6.7. */
export const PAYLOAD_RELATIONSHIP = 'EncryptedPayload';

/** The version of the protection that is written. */
export const WRITTEN_VERSION = 2;
