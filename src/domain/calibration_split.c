/* calibration_split.c: reviews taken apart into the connected components of their graph. */

#include "domain/calibration_solve.h"

#define NONE UINT32_MAX

/* Nodes are the applications, then the reviewers. */
struct graph {
    const struct calibration_review *reviews;
    size_t count, applications, nodes;
    uint32_t *parent; /* the forest of union and find */
    uint32_t *block;  /* of each node; NONE without a review */
    uint32_t *own;    /* its index inside the block */
};

static uint32_t root_of(uint32_t *parent, uint32_t node)
{
    while (parent[node] != node) {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    return node;
}

static uint32_t reviewer_node(const struct graph *graph, const struct calibration_review *review)
{
    return (uint32_t)graph->applications + review->reviewer;
}

/* The smaller root wins, so that a component's root is its first application. */
static void join(struct graph *graph)
{
    for (size_t i = 0; i < graph->nodes; i++)
        graph->parent[i] = (uint32_t)i;
    for (size_t i = 0; i < graph->count; i++) {
        uint32_t a = root_of(graph->parent, graph->reviews[i].application),
                 b = root_of(graph->parent, reviewer_node(graph, &graph->reviews[i]));

        if (a < b)
            graph->parent[b] = a;
        else
            graph->parent[a] = b;
    }
}

static void number_blocks(struct arena *arena, struct graph *graph,
                          struct calibration_blocks *blocks)
{
    memset(graph->block, 0xFF, graph->nodes * sizeof *graph->block);
    for (size_t i = 0; i < graph->count; i++) {
        graph->block[graph->reviews[i].application] = 0;
        graph->block[reviewer_node(graph, &graph->reviews[i])] = 0;
    }
    for (uint32_t node = 0; node < graph->nodes; node++) {
        uint32_t root;
        struct calibration_block *block;

        if (graph->block[node] == NONE)
            continue;
        root = root_of(graph->parent, node);
        if (root == node) {
            list_add(arena, blocks);
            graph->block[node] = (uint32_t)blocks->count - 1;
        }
        graph->block[node] = graph->block[root];
        block = &blocks->items[graph->block[node]];
        graph->own[node] = node < graph->applications ? block->applications++ : block->reviewers++;
    }
    for (size_t i = 0; i < graph->count; i++)
        blocks->items[graph->block[graph->reviews[i].application]].reviews++;
}

static void make_room(struct arena *arena, struct calibration_block *block)
{
    block->application = arena_array(arena, block->applications, sizeof *block->application);
    block->reviewer = arena_array(arena, block->reviewers, sizeof *block->reviewer);
    block->first = arena_array(arena, (size_t)block->applications + 2, sizeof *block->first);
    block->by = arena_array(arena, block->reviews, sizeof *block->by);
    block->weight = arena_array(arena, block->reviews, sizeof *block->weight);
    block->score = arena_array(arena, block->reviews, sizeof *block->score);
    block->total = arena_array(arena, block->applications, sizeof *block->total);
    block->diagonal = arena_array(arena, block->reviewers, sizeof *block->diagonal);
}

/* Counting sort: first[i + 2] counts, then first[i + 1] is where the next review of i goes. */
static void place_reviews(const struct graph *graph, const struct calibration_blocks *blocks)
{
    for (size_t i = 0; i < graph->count; i++) {
        uint32_t application = graph->reviews[i].application;

        blocks->items[graph->block[application]].first[graph->own[application] + 2]++;
    }
    for (size_t b = 0; b < blocks->count; b++)
        for (uint32_t i = 0; i < blocks->items[b].applications; i++)
            blocks->items[b].first[i + 2] += blocks->items[b].first[i + 1];
    for (size_t i = 0; i < graph->count; i++) {
        const struct calibration_review *review = &graph->reviews[i];
        const struct calibration_block *block = &blocks->items[graph->block[review->application]];
        uint32_t at = block->first[graph->own[review->application] + 1]++;

        block->by[at] = graph->own[reviewer_node(graph, review)];
        block->weight[at] = review->weight;
        block->score[at] = review->score;
    }
}

/* S0_jj as the sum of what lies off the diagonal: w − w²/N would cancel beside a heavy weight. */
static void sum_up(struct calibration_block *block)
{
    for (uint32_t i = 0; i < block->applications; i++) {
        uint32_t from = block->first[i], to = block->first[i + 1];

        for (uint32_t k = from; k < to; k++)
            block->total[i] += block->weight[k];
        for (uint32_t k = from; k < to; k++) {
            double others = 0;

            if (to - from > 8)
                others = block->total[i] - block->weight[k];
            else
                for (uint32_t l = from; l < to; l++)
                    others += l == k ? 0 : block->weight[l];
            block->diagonal[block->by[k]] += block->weight[k] * others / block->total[i];
        }
    }
}

struct calibration_blocks calibration_split(struct arena *arena,
                                            const struct calibration_review *reviews, size_t count,
                                            size_t applications, size_t reviewers)
{
    struct calibration_blocks blocks = {0};
    struct graph graph = {.reviews = reviews,
                          .count = count,
                          .applications = applications,
                          .nodes = applications + reviewers};

    graph.parent = arena_array(arena, graph.nodes, sizeof *graph.parent);
    graph.block = arena_array(arena, graph.nodes, sizeof *graph.block);
    graph.own = arena_array(arena, graph.nodes, sizeof *graph.own);
    join(&graph);
    number_blocks(arena, &graph, &blocks);
    for (size_t b = 0; b < blocks.count; b++)
        make_room(arena, &blocks.items[b]);
    for (uint32_t node = 0; node < graph.nodes; node++) {
        struct calibration_block *block;

        if (graph.block[node] == NONE)
            continue;
        block = &blocks.items[graph.block[node]];
        if (node < applications)
            block->application[graph.own[node]] = node;
        else
            block->reviewer[graph.own[node]] = node - (uint32_t)applications;
    }
    place_reviews(&graph, &blocks);
    for (size_t b = 0; b < blocks.count; b++)
        sum_up(&blocks.items[b]);
    return blocks;
}
