/**
 * Drafts of zones and providers, of what nodes and inventories of clusters say.
 *
 * <p>It may import {@code cli.terminal}, {@code credential}, {@code delivery.cluster} and nothing
 * else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.draft;
