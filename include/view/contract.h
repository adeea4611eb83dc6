/* contract.h: models of contracts, the lists made of them, and their log.
 *
 * The action floor fills these facts; the page shows of them what the standing may see.
 */
#pragma once

#include "base/json.h"
#include "domain/award.h"
#include "domain/call.h"
#include "domain/contract.h"
#include "domain/policy.h"

/* What the office edits, one row each: the form, the page and the handler share the table. */
enum contract_kind { CONTRACT_TEXT, CONTRACT_LONG, CONTRACT_MONEY, CONTRACT_COUNT };
struct contract_field {
    const char *name; /* column key and form field */
    enum contract_kind kind;
    size_t offset;      /* in struct contract */
    bool agreed;        /* settled once party B has signed */
    enum secret secret; /* SECRET_COUNT: whoever reads the contract reads it */
    bool office;        /* a remark of the office: not for party B */
    bool party;         /* party B's own data, which it may fill in until it has signed */
};
const struct contract_field *contract_field(size_t index); /* NULL behind the last */

const char **contract_text_at(struct contract *contract, const struct contract_field *field);
int64_t *contract_number_at(struct contract *contract, const struct contract_field *field);
/* Copies one field. */
void contract_take(struct contract *to, const struct contract *from,
                   const struct contract_field *field);
/* Does the field say the same in both? */
bool contract_same(const struct contract *a, const struct contract *b,
                   const struct contract_field *field);

struct contract_event {
    const char *state, *day, *note, *by;
    int64_t at;
};
/* A version of what the project is measured against. */
struct contract_record {
    int64_t version, at;
    const json_t *document; /* domain/baseline.h */
    const char *sha256, *reason, *by;
};
struct contract_facts {
    const struct contract *contract;
    struct key application;
    const char *application_number, *title, *leader, *topic_code;
    struct standing standing;
    bool may_edit, may_fill;       /* all fields, or only party B's own */
    int64_t party_at;              /* when party B last filled in its data; 0: never */
    const struct problems *checks; /* warnings, NULL: not looked at */
    struct {
        LIST(struct contract_event);
    } steps; /* newest first */
    struct {
        LIST(struct contract_record);
    } baselines;      /* newest first; none before the contract takes effect */
    bool may_confirm; /* 补充确认 */
    /* 鹏城·脑海, of whoever asked for it: the newest word of the project group; at 0: none yet */
    struct large_word {
        const char *wish; /* in the applicant's words; NULL: not asked for */
        bool consents;    /* to sharing with the laboratory */
        bool may_select;
        const char *reason, *by;
        int64_t at;
    } large;
};

struct contract_list_facts {
    const struct call *call;
    const char *state, *words; /* filter; "" for all */
    bool may_export;
    struct {
        LIST(struct contract_facts);
    } rows; /* all that may be seen; the view filters, so that states can be counted */
};

json_t *view_contracts(struct arena *arena, enum language language,
                       const struct contract_list_facts *facts);
json_t *view_contract(struct arena *arena, enum language language,
                      const struct contract_facts *facts);
/* What the paper tells beyond the contract's page; it is written for the standing in `contract`,
 * and what that may not see stays blank. */
struct contract_paper_facts {
    struct contract_facts contract;
    const struct definition *definition;
    const struct topic_definition *topic;
    const char *subtopic;   /* its title, "" for none */
    const json_t *sections; /* of the submitted version */
};
/* The model of view/pdf.h: parties, metric with baseline and target, deliverables, money in figures
 * and capitals, property, 鹏城·脑海 when selected, boxes to sign. */
json_t *view_contract_paper(struct arena *arena, const struct contract_paper_facts *facts);

/* {baselines: [{version, sha256, baseline, target, value, …}], may_confirm}. */
void view_contract_records(const struct contract_facts *facts, json_t *model);

struct large_list {
    const struct call *call;
    LIST(struct contract_facts);
};
json_t *view_large_models(struct arena *arena, enum language language,
                          const struct large_list *list);
/* {large: {asked, selected, resources, …}, may_select}. */
void view_large_model(struct arena *arena, enum language language,
                      const struct contract_facts *facts, json_t *model);

struct export_facts {
    const char *preset, *format, *sha256, *by;
    int64_t rows, at;
};
struct export_list {
    LIST(struct export_facts);
};
json_t *view_exports(struct arena *arena, enum language language, const struct call *call,
                     const struct export_list *made);
