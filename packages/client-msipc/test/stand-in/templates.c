#include "templates.h"
#include "control.h"
#include "memory.h"
#include "prompt.h"
#include "tenant.h"
#include "text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct template {
  const char *id;
  struct { uint32_t lcid; const char *name, *description; } names[2];
  const char *reader, *rights[3];
  /** Who may publish with it; null: everybody. */
  const char *publisher;
};

static const struct template TEMPLATES[] = {
    {"{B4F2C7D1-0A6E-4E1C-9D57-3F1C2A7B8E90}",
     {{1033, "Contoso Confidential", "For the people of Contoso"}, {1031, "Contoso vertraulich", "F\xC3\xBCr die Leute von Contoso"}},
     "bob@example.com", {"VIEW", "EDIT", "VIEWRIGHTSDATA"}, NULL},
    {"{5D9C1E0B-7F43-4B62-8A2D-6E0F9B3C4D21}",
     {{1033, "Contoso Partners \xF0\x9F\xA4\x9D", "To be read only"}},
     "bob@example.com", {"VIEW"}, NULL},
    {"{0F0E0D0C-1111-4222-8333-444455556666}",
     {{1033, "Board only", "For the board"}},
     "bob@example.com", {"VIEW"}, "carol@example.com"},
};
#define COUNT (sizeof TEMPLATES / sizeof *TEMPLATES)

static const struct template *find(const char *id) {
  char bare[64] = "";
  if (id) snprintf(bare, sizeof bare, "{%.36s}", id + (id[0] == '{'));
  for (size_t at = 0; at < COUNT; at++)
    if (same_text(TEMPLATES[at].id, bare)) return &TEMPLATES[at];
  return NULL;
}

int template_enabled(const char *id, const char *user) {
  const struct template *found = find(id);
  return found && (!found->publisher || same_text(found->publisher, user));
}

int template_policy(const char *id, struct policy *policy) {
  const struct template *found = find(id);
  if (!found) return 0;
  char bare[37] = "";
  for (int at = 0; at < 36; at++) bare[at] = found->id[at + 1] | (found->id[at + 1] >= 'A' && found->id[at + 1] <= 'F' ? 32 : 0);
  text_set(&policy->descriptor_id, bare);
  policy->from_template = 1;
  for (int at = 0; at < 2 && found->names[at].name; at++)
    names_add(policy, found->names[at].lcid, found->names[at].name, found->names[at].description);
  uint32_t rights = 0;
  while (rights < 3 && found->rights[rights]) rights++;
  grant_add(policy, 1, found->reader, found->rights, rights);
  return 1;
}

static int name_in(const struct template *template, uint32_t lcid) {
  for (int at = 0; at < 2; at++)
    if (template->names[at].name && (lcid == 0 || template->names[at].lcid == lcid)) return at;
  return -1;
}

hresult STDCALL IpcGetTemplateList(const IPC_CONNECTION_INFO *service, uint32_t flags, uint32_t lcid,
                                   const IPC_PROMPT_CTX *prompt, void *reserved, IPC_TIL **list_out) {
  ENTER("IpcGetTemplateList");
  if (!list_out || reserved || flags > 3) return E_INVALIDARG;
  if (service && !service->wszExtranetUrl && !service->wszIntranetUrl) return E_INVALIDARG;
  struct session session;
  hresult result = prompt_open(prompt, &session);
  if (result < 0) return result;
  IPC_TIL *list = block_new(sizeof *list + COUNT * sizeof list->aTi[0]);
  for (size_t at = 0; at < COUNT; at++) {
    int name = name_in(&TEMPLATES[at], lcid);
    if (name < 0 || !template_enabled(TEMPLATES[at].id, session.user)) continue;
    list->aTi[list->cTi++] = (IPC_TEMPLATE_INFO){block_text(list, TEMPLATES[at].id),
                                                 TEMPLATES[at].names[name].lcid,
                                                 block_text(list, TEMPLATES[at].names[name].name),
                                                 block_text(list, TEMPLATES[at].names[name].description),
                                                 block_text(list, ISSUER_NAME),
                                                 1};
  }
  if (list->cTi == 0) {
    block_free(list);
    return IPC_LOCALE_NOT_FOUND;
  }
  *list_out = list;
  return S_OK;
}

hresult STDCALL IpcGetTemplateIssuerList(const IPC_CONNECTION_INFO *service, uint32_t flags, const IPC_PROMPT_CTX *prompt,
                                         void *reserved, IPC_TEMPLATE_ISSUER_LIST **list_out) {
  ENTER("IpcGetTemplateIssuerList");
  if (!list_out || reserved || flags > 3 || (service && (flags & 1))) return E_INVALIDARG;
  struct session session;
  hresult result = prompt_open(prompt, &session);
  if (result < 0) return result;
  IPC_TEMPLATE_ISSUER_LIST *list = block_new(sizeof *list + sizeof list->aTi[0]);
  list->cTi = flags & 1 ? 1 : 2;
  list->aTi[0] = (IPC_TEMPLATE_ISSUER){{block_text(list, SERVICE_URL "/licensing"), block_text(list, SERVICE_URL "/licensing")},
                                       block_text(list, ISSUER_NAME), standin_from_scratch};
  if (list->cTi == 2)
    list->aTi[1] = (IPC_TEMPLATE_ISSUER){{block_text(list, "https://old.example.com/_wmcs/licensing"), NULL}, block_text(list, "Old"), 0};
  *list_out = list;
  return S_OK;
}
