/* sample.c: who and what a rehearsal is filled with; invented, all of it. */

#include "action/sample.h"

#include "base/text.h"

const struct sample_person sample_people[] = {
    {"沈静姝", "office@rehearsal.example", "secretary", "中国人工智能学会", "秘书"},
    {"顾长川", "chair@rehearsal.example", "chair", "云麓大学", "教授"},
    {"何未央", "member1@rehearsal.example", "member", "海岳科技大学", "教授"},
    {"秦若木", "member2@rehearsal.example", "member", "北辰研究院", "研究员"},
    {"白石坚", "reviewer1@rehearsal.example", "reviewer", "江城理工大学", "教授"},
    {"许临风", "reviewer2@rehearsal.example", "reviewer", "南渡大学", "教授"},
    {"唐映雪", "reviewer3@rehearsal.example", "reviewer", "长亭计算研究所", "研究员"},
    {"孟一苇", "reviewer4@rehearsal.example", "reviewer", "星槎智能科技公司", "高级工程师"},
    {"方折柳", "reviewer5@rehearsal.example", "reviewer", "西岭大学", "副教授"},
    {"陆扶光", "auditor@rehearsal.example", "auditor", "中国人工智能学会", "审计"},
    {"温如故", "admin@rehearsal.example", "administrator", "中国人工智能学会", "系统管理"},
    {"林知远", "lin.zhiyuan@rehearsal.example", "applicant", "江城理工大学", "教授"},
    {"周庭芳", "zhou.tingfang@rehearsal.example", "applicant", "云麓大学", "副教授"},
    {"陈砚秋", "chen.yanqiu@rehearsal.example", "applicant", "海岳科技大学", "讲师"},
    {"韩予墨", "han.yumo@rehearsal.example", "applicant", "南渡大学", "副教授"},
    {"罗一舟", "luo.yizhou@rehearsal.example", "applicant", "北辰研究院", "副研究员"},
    {"苏望舒", "su.wangshu@rehearsal.example", "applicant", "长亭计算研究所", "研究员"},
    {"梁寒汀", "liang.hanting@rehearsal.example", "applicant", "西岭大学", "教授"},
    {"贺千寻", "he.qianxun@rehearsal.example", "applicant", "星槎智能科技公司", "高级工程师"},
    {"钟离岸", "zhong.lian@rehearsal.example", "applicant", "青屏师范大学", "副教授"},
    {"裴照夜", "pei.zhaoye@rehearsal.example", "applicant", "玉衡交通大学", "教授"},
    {"楚澄观", "chu.chengguan@rehearsal.example", "applicant", "玉衡交通大学", "讲师"},
    {"宁听澜", "ning.tinglan@rehearsal.example", "applicant", "东篱农业大学", "副教授"},
    {NULL, NULL, NULL, NULL, NULL}};

static const char *const titles[7][SAMPLE_TITLES] = {
    {"面向昇腾的大语言模型低比特训练与推理协同优化", "百万字上下文的稀疏注意力训练加速",
     "面向昇腾的参数高效微调统一框架", "异步强化学习对齐训练的吞吐优化",
     "长序列推理的键值缓存分层压缩"},
    {"多尺度保持与线性注意力混合的高效基础模型", "面向长程依赖的递归状态空间模型",
     "动态深度的条件计算基础模型", "可逆结构的低显存基础模型", "混合专家的通信感知路由"},
    {"图文音统一表征的多模态大模型", "面向科学文献的版面与公式多模态理解",
     "长视频事件级理解的多模态模型", "多模态模型幻觉的度量与抑制", "低资源语种的语音文本统一建模"},
    {"可核验的多智能体科研助手", "面向编译优化的自我改进代码智能体", "人机协作的流程自动化智能体",
     "带长期记忆的个人知识智能体", "多智能体协同的资源调度"},
    {"实时三维场景的高保真生成", "昇腾亲和的视频扩散模型加速", "音画同步的长视频生成",
     "可控人像生成的身份保持方法", "单图到三维资产的快速重建"},
    {"区域极端降水的生成式集合预报", "多组学单细胞基础模型", "偏微分方程的算子学习基础模型",
     "分子力场的等变预训练模型", "海气耦合的次季节预测模型"},
    {"面向动态形状的图算融合代价模型", "超大规模稀疏嵌入的融合算子生成", "基于 MLIR 的自动调优框架",
     "跨算子的内存复用规划", "编译期并行策略搜索"},
};

const char *sample_title(size_t topic, size_t n)
{
    return titles[topic % 7][n % SAMPLE_TITLES];
}

static const char *paragraph(struct arena *arena, const char *title, const char *label,
                             unsigned seed)
{
    static const char *const openings[] = {
        "现有方法在算力与精度之间取舍过多，难以直接用于国产平台。",
        "该问题长期依赖人工经验，缺少可复现的公开基线。",
        "随着模型规模增长，瓶颈已由计算转移到通信与访存。"};
    static const char *const middles[] = {
        "我们先在小规模模型上建立误差与开销的预算，再逐步扩展到完整规模。",
        "方法分为表示、训练、部署三步，每一步都给出独立的验证指标。",
        "研究以昇思 MindSpore 为唯一训练框架，实验脚本与配置随代码公开。"};
    static const char *const closings[] = {
        "主要风险是数据分布差异，备选方案是分阶段替换并保留原路径。",
        "结果将在公认基准上与已有最好方法对照，报告均值与方差。",
        "全部代码在昇思 MindSpore 社区与 OpenI 启智社区开源。"};

    return arena_format(arena, "关于“%s”的%s：%s\n%s%s", title, label, openings[seed % 3],
                        middles[seed / 3 % 3], closings[seed / 9 % 3]);
}

static int64_t amount_of(unsigned seed)
{
    return (int64_t)(20 + seed % 7 * 5) * 1000000; /* 20 to 50 万元 in fen */
}

static json_t *value_of(struct arena *arena, const struct field *field, json_t *answers,
                        const struct sample_person *person, const char *title, unsigned seed,
                        const struct definition *d, const struct topic_definition *topic);

static json_t *rows_of(struct arena *arena, const struct field *table,
                       const struct sample_person *person, const char *title, unsigned seed,
                       const struct definition *d, const struct topic_definition *topic)
{
    json_t *rows = json_array();
    size_t count = table->rows.count > 0 ? table->rows.count : table->means == MEANS_AVOID ? 0 : 2;

    for (size_t r = 0; r < count; r++) {
        json_t *row = json_add_object(rows);

        if (table->rows.count > 0)
            json_put_text(row, "row", table->rows.items[r].key);
        for (size_t c = 0; c < table->columns.count; c++)
            json_put(row, table->columns.items[c].key,
                     value_of(arena, &table->columns.items[c], row, person, title,
                              seed + (unsigned)r, d, topic));
        if (table->means == MEANS_BUDGET)
            json_put_int(row, definition_meaning(d, MEANS_BUDGET_AMOUNT, NULL)->key,
                         amount_of(seed) / 4);
    }
    return rows;
}

static const char *text_of(struct arena *arena, const struct field *field,
                           const struct sample_person *person, const char *title, unsigned seed)
{
    static const char *const members[] = {"江越人", "叶栖迟", "程见微", "邵问渠", "柳时雨"};

    if (field->means == MEANS_TITLE)
        return title;
    if (field->means == MEANS_NAME)
        return person->name;
    if (field->means == MEANS_INSTITUTION || field->means == MEANS_MEMBER_INSTITUTION)
        return person->institution;
    if (field->means == MEANS_POSITION)
        return person->position;
    if (field->means == MEANS_MEMBER_NAME)
        return members[seed % 5];
    if (field->means == MEANS_RECORD_YEAR)
        return arena_format(arena, "%u", 2018 + seed % 5);
    return arena_format(arena, "%s（%s）", field->label.in[LANGUAGE_ZH],
                        seed % 2 == 0 ? "详见正文" : "按计划推进");
}

static const char *option_of(struct arena *arena, const struct field *field, const json_t *answers,
                             const struct definition *d, const struct topic_definition *topic,
                             unsigned seed)
{
    const struct field *subtopic = definition_meaning(d, MEANS_SUBTOPIC, NULL);

    (void)arena;
    if (field->means == MEANS_SUBTOPIC)
        return topic->subtopics.count == 0
                   ? ""
                   : topic->subtopics.items[seed % topic->subtopics.count].key;
    if (field->means == MEANS_METRIC)
        return definition_metric_choices(d, topic->code, json_word(answers, subtopic->key))[0];
    if (field->means == MEANS_LARGE_MODEL)
        return seed % 4 == 0 ? "yes" : "no";
    return field->options.count == 0 ? "" : field->options.items[0].key;
}

static json_t *value_of(struct arena *arena, const struct field *field, json_t *answers,
                        const struct sample_person *person, const char *title, unsigned seed,
                        const struct definition *d, const struct topic_definition *topic)
{
    json_t *list;

    switch (field->kind) {
    case FIELD_TABLE:
        return rows_of(arena, field, person, title, seed, d, topic);
    case FIELD_TICK:
        return json_true();
    case FIELD_MONEY:
        return json_integer(amount_of(seed));
    case FIELD_LIST:
        list = json_array();
        json_add_text(list, "昇思 MindSpore");
        json_add_text(list, topic->title.in[LANGUAGE_ZH]);
        return list;
    case FIELD_CHOICE:
        return json_string(option_of(arena, field, answers, d, topic, seed));
    case FIELD_LONG:
        return json_string(paragraph(arena, title, field->label.in[LANGUAGE_ZH], seed));
    case FIELD_NUMBER:
        return json_string(seed % 2 == 0 ? "6" : "4.5");
    case FIELD_MONTH:
        return json_string(field->means == MEANS_END ? "2024-12"
                           : field->means == MEANS_MILESTONE_DATE
                               ? seed % 2 == 0 ? "2024-06" : "2024-10"
                               : "2024-01");
    case FIELD_DATE:
        return json_string("2024-12-01");
    case FIELD_EMAIL:
        return json_string(person->email);
    case FIELD_PHONE:
        return json_string(arena_format(arena, "1380000%04u", seed % 10000));
    case FIELD_ORCID:
        return json_string("");
    case FIELD_URL:
        return json_string(arena_format(arena, "https://code.example/%s/%u", field->key, seed));
    case FIELD_TEXT:
        return json_string(text_of(arena, field, person, title, seed));
    }
    return json_null();
}

json_t *sample_answers(struct arena *arena, const struct definition *definition,
                       const struct topic_definition *topic, const struct sample_person *person,
                       const char *title, unsigned seed)
{
    json_t *sections = json_root(arena);

    for (size_t s = 0; s < definition->sections.count; s++) {
        const struct section *section = &definition->sections.items[s];
        json_t *answers;

        if (!section_applies(section, topic->code))
            continue;
        answers = json_put_object(sections, section->key);
        for (size_t i = 0; i < section->fields.count; i++)
            json_put(answers, section->fields.items[i].key,
                     value_of(arena, &section->fields.items[i], answers, person, title, seed,
                              definition, topic));
    }
    return sections;
}
