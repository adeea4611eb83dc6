/* conflict.c: which reviewer must not see which application. */

#include "domain/conflict.h"

#include "base/text.h"
#include "support/test.h"

/* One reviewer and one application; each test changes what its sentence is about. */
struct scene {
    struct arena *arena;
    struct conflict_application application;
    struct conflict_reviewer reviewer;
    struct institution_aliases aliases;
};

static const char *alias(const void *context, const char *folded)
{
    (void)context;
    return strcmp(folded, "江理工") == 0 ? "江城理工大学" : NULL;
}

static struct party party(struct arena *arena, int64_t person, const char *name,
                          const char *institution, const char *email)
{
    struct party p = {{person}, name, institution, {0}};

    if (email != NULL)
        *list_add(arena, &p.emails) = email;
    return p;
}

static struct scene scene_open(void)
{
    struct scene s = {.arena = arena_open(), .aliases = {alias, NULL}};

    s.application.leader = party(s.arena, 1, "林知远", "江城理工大学", "lin@jclg.example");
    *list_add(s.arena, &s.application.members) = party(s.arena, 2, "周庭芳", "云麓大学",
                                                       "zhou@yunlu.example");
    s.reviewer.self = party(s.arena, 9, "沈怀瑾", "北辰研究院", "shen@beichen.example");
    return s;
}

static struct conflict_findings find(struct scene *s)
{
    return conflict_find(s->arena, &s->application, &s->reviewer, &s->aliases);
}

/* "self:confirmed institution:suspected": what was found, in order. */
static const char *said(struct scene *s)
{
    struct conflict_findings found = find(s);
    struct buffer out = buffer_in(s->arena);

    for (size_t i = 0; i < found.count; i++)
        buffer_format(&out, "%s%s:%s", i == 0 ? "" : " ",
                      conflict_source_word(found.items[i].source),
                      conflict_state_word(found.items[i].state));
    return buffer_get(&out);
}

TEST("a stranger from elsewhere has no conflict")
{
    struct scene s = scene_open();

    assert_string_equal(said(&s), "");
    arena_close(s.arena);
}

TEST("one's own application is a confirmed and final conflict")
{
    struct scene s = scene_open();

    s.reviewer.self.person.value = 1;
    assert_string_equal(said(&s), "self:confirmed");
    assert_true(conflict_is_final(CONFLICT_SELF, CONFLICT_CONFIRMED));
    arena_close(s.arena);
}

TEST("a member reviews neither by person nor by an address written otherwise")
{
    struct scene s = scene_open();

    s.reviewer.self.person.value = 2;
    assert_string_equal(said(&s), "member:confirmed");
    s.reviewer.self.person.value = 9;
    *list_add(s.arena, &s.reviewer.self.emails) = " Zhou@YunLu.example ";
    assert_string_equal(said(&s), "member:confirmed");
    assert_string_equal(find(&s).items[0].whom, "周庭芳");
    arena_close(s.arena);
}

TEST("a name alone, of any length, makes nobody a member or leader")
{
    static const char *const names[] = {"周庭", "周庭芳", "欧阳庭芳", "Zhou Tingfang"};
    struct scene s = scene_open();

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        s.reviewer.self.name = s.application.members.items[0].name = names[i];
        assert_string_equal(said(&s), "");
        s.application.leader.name = names[i];
        assert_string_equal(said(&s), "");
    }
    arena_close(s.arena);
}

TEST("name and institution together are a suspicion that can be dismissed")
{
    struct scene s = scene_open();

    s.reviewer.self.name = "周 庭芳";
    s.reviewer.self.institution = "云麓大学";
    assert_string_equal(said(&s), "member:suspected institution:suspected");
    assert_false(conflict_is_final(CONFLICT_MEMBER, CONFLICT_SUSPECTED));
    arena_close(s.arena);
}

TEST("the same institution is suspected, by alias too, for leader and members")
{
    static const struct {
        const char *institution, *said;
    } cases[] = {
        {"江城理工大学", "institution:suspected"},
        {"江理工", "institution:suspected"},
        {"云麓大学", "institution:suspected"},
        {"江城大学", ""},
        {"", ""},
        {NULL, ""},
    };
    struct scene s = scene_open();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        s.reviewer.self.institution = cases[i].institution;
        assert_string_equal(said(&s), cases[i].said);
    }
    s.application.leader.institution = s.reviewer.self.institution = "";
    assert_string_equal(said(&s), "");
    arena_close(s.arena);
}

TEST("who stands beside the reviewer in another team is a confirmed conflict here")
{
    struct scene s = scene_open();

    *list_add(s.arena, &s.reviewer.companions) = party(s.arena, 5, "陈砚秋", "东湖大学", NULL);
    assert_string_equal(said(&s), "");
    *list_add(s.arena, &s.reviewer.companions) = party(s.arena, 2, "周庭芳", "云麓大学", NULL);
    assert_string_equal(said(&s), "co-member:confirmed");
    s.reviewer.companions.items[1].person.value = 0;
    assert_string_equal(said(&s), "co-member:suspected");
    s.reviewer.companions.items[1].institution = "南岭大学";
    assert_string_equal(said(&s), "");
    arena_close(s.arena);
}

TEST("a certain finding takes the place of a suspicion of the same source")
{
    struct scene s = scene_open();

    *list_add(s.arena, &s.reviewer.companions) = party(s.arena, 0, "林知远", "江理工", NULL);
    assert_string_equal(said(&s), "co-member:suspected");
    *list_add(s.arena, &s.reviewer.companions) = party(s.arena, 2, "周庭芳", "", NULL);
    assert_string_equal(said(&s), "co-member:confirmed");
    assert_string_equal(find(&s).items[0].whom, "周庭芳");
    arena_close(s.arena);
}

TEST("a reviewer the applicant names is suspected when the name can be trusted")
{
    static const struct {
        const char *reviewer, *name, *institution, *said;
    } cases[] = {
        {"沈怀瑾", "沈怀瑾", "北辰研究院", "named:suspected"},
        {"沈怀瑾", "沈怀瑾", "东湖大学", ""},
        {"沈怀瑾", "沈怀瑾", "", ""}, /* three characters: thousands share them */
        {"沈瑾", "沈瑾", NULL, ""},
        {"欧阳怀瑾", "欧阳怀瑾", "", "named:suspected"},
        {"欧阳怀瑾", "欧阳怀瑾", "东湖大学", ""},
        {"Shen Huaijin", "shen huaijin", "", "named:suspected"},
        {"沈怀瑾", "顾长风", "北辰研究院", ""},
        {"沈怀瑾", "", "北辰研究院", ""},
    };
    struct scene s = scene_open();

    list_add(s.arena, &s.application.avoid);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        s.reviewer.self.name = cases[i].reviewer;
        s.application.avoid.items[0] = party(s.arena, 0, cases[i].name, cases[i].institution, NULL);
        assert_string_equal(said(&s), cases[i].said);
    }
    arena_close(s.arena);
}

TEST("blank addresses and unknown persons never make two people one")
{
    struct scene s = scene_open();

    s.application.leader = party(s.arena, 0, "", "", " ");
    s.reviewer.self = party(s.arena, 0, "", "", " ");
    assert_string_equal(said(&s), "");
    s.application.leader = party(s.arena, 0, NULL, NULL, NULL);
    assert_string_equal(said(&s), "");
    arena_close(s.arena);
}

TEST("every source and state of a conflict has a word that reads back")
{
    for (int i = 0; i < CONFLICT_SOURCE_COUNT; i++) {
        enum conflict_source source = CONFLICT_OFFICE;

        assert_true(conflict_source_of(conflict_source_word((enum conflict_source)i), &source));
        assert_int_equal(source, i);
    }
    for (int i = 0; i < CONFLICT_STATE_COUNT; i++) {
        enum conflict_state now = CONFLICT_DISMISSED;

        assert_true(conflict_state_of(conflict_state_word((enum conflict_state)i), &now));
        assert_int_equal(now, i);
    }
    assert_false(conflict_source_of("friend", &(enum conflict_source){CONFLICT_SELF}));
    assert_false(conflict_state_of(NULL, &(enum conflict_state){CONFLICT_SUSPECTED}));
}

TEST("only one's own application and a certain membership are final")
{
    for (int source = 0; source < CONFLICT_SOURCE_COUNT; source++)
        for (int now = 0; now < CONFLICT_STATE_COUNT; now++)
            assert_int_equal(
                conflict_is_final((enum conflict_source)source, (enum conflict_state)now),
                now == CONFLICT_CONFIRMED &&
                    (source == CONFLICT_SELF || source == CONFLICT_MEMBER));
}
