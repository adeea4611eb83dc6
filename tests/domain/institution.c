/* institution.c: when two ways of writing name one institution. */

#include "domain/institution.h"

#include "base/asset.h"
#include "support/test.h"

static struct institution_list shipped(struct arena *arena)
{
    const struct asset *asset = asset_find("templates/institutions.json");
    struct institution_list list = {0};
    struct error err = {0};
    json_t *document = json_parse(arena, (const char *)asset->bytes, asset->length, &err);

    assert_true(institution_read(arena, document, &list, &err));
    return list;
}

TEST("an institution's name is folded by width, case, spaces and punctuation")
{
    static const struct {
        const char *name, *folded;
    } cases[] = {
        {"  清华大学　", "清华大学"},
        {"Tsinghua University", "tsinghuauniversity"},
        {"ＴＨＵ", "thu"},
        {"The University of Hong Kong", "universityofhongkong"},
        {"Theology College", "theologycollege"},
        {"Xi'an Jiaotong University", "xianjiaotonguniversity"},
        {"Xi’an Jiaotong Univ.", "xianjiaotonguniv"},
        {"中国矿业大学（北京）", "中国矿业大学北京"},
        {"中国·某某研究院", "中国某某研究院"},
        {"École Polytechnique", "Écolepolytechnique"},
        {"第〇一研究所", "第〇一研究所"},
        {" （） ", ""},
        {"", ""},
    };
    struct arena *arena = arena_open();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(institution_fold(arena, cases[i].name), cases[i].folded);
    arena_close(arena);
}

TEST("without aliases only names that fold alike are the same institution")
{
    struct arena *arena = arena_open();

    assert_true(same_institution(arena, "江城理工大学", " 江城 理工大学", NULL));
    assert_true(same_institution(arena, "Cloud Foot University", "CLOUD FOOT UNIVERSITY", NULL));
    assert_false(same_institution(arena, "江城理工大学", "江城大学", NULL));
    assert_false(same_institution(arena, "清华", "清华大学", NULL));
    assert_false(same_institution(arena, "江城理工大学", "江城理工大学计算机学院", NULL));
    arena_close(arena);
}

TEST("a blank institution is the same as none, not even as another blank one")
{
    struct arena *arena = arena_open();

    assert_false(same_institution(arena, "", "", NULL));
    assert_false(same_institution(arena, NULL, NULL, NULL));
    assert_false(same_institution(arena, " （）", "——", NULL));
    assert_false(same_institution(arena, "清华大学", NULL, NULL));
    arena_close(arena);
}

TEST("the aliases the service ships make short, full, English and full-width names one")
{
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        {"清华", "清华大学", true},
        {"Tsinghua University", "清华大学", true},
        {"ｔｈｕ", "tsinghua  university", true},
        {"HKUST (GZ)", "香港科技大学（广州）", true},
        {"HKUST", "香港科技大学（广州）", false},
        {"哈工大", "哈尔滨工业大学(深圳)", false},
        {"中科院自动化所", "Institute of Automation, Chinese Academy of Sciences", true},
        {"中科院自动化所", "中科院计算所", false},
        {"PKU", "清华", false},
        {"江城理工大学", "江城理工大学", true},
    };
    struct arena *arena = arena_open();
    struct institution_list list = shipped(arena);
    struct institution_aliases aliases = {institution_find, &list};

    assert_true(list.count > 150);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(same_institution(arena, cases[i].a, cases[i].b, &aliases), cases[i].same);
        assert_int_equal(same_institution(arena, cases[i].b, cases[i].a, &aliases), cases[i].same);
    }
    arena_close(arena);
}

TEST("one alias for two institutions is refused by name")
{
    static const char text[] = "{\"institutions\":[{\"name\":\"甲大学\",\"aliases\":[\"JD\"]},"
                               "{\"name\":\"乙大学\",\"aliases\":[\"j.d.\"]}]}";
    struct arena *arena = arena_open();
    struct institution_list list = {0};
    struct error err = {0};
    json_t *document = json_parse(arena, text, sizeof text - 1, &err);

    assert_false(institution_read(arena, document, &list, &err));
    assert_string_equal(err.code, "institution/ambiguous");
    assert_string_equal(err.values[0].text, "j.d.");
    arena_close(arena);
}

TEST("an alias written twice for one institution is one row")
{
    static const char text[] =
        "{\"institutions\":[{\"name\":\"甲大学\",\"aliases\":[\"JD\",\"J D\",\"\",7]}]}";
    struct arena *arena = arena_open();
    struct institution_list list = {0};
    struct error err = {0};
    json_t *document = json_parse(arena, text, sizeof text - 1, &err);

    assert_true(institution_read(arena, document, &list, &err));
    assert_int_equal(list.count, 2);
    assert_string_equal(institution_find(&list, "jd"), "甲大学");
    assert_null(institution_find(&list, "丙大学"));
    arena_close(arena);
}
