/**
 * An estate compiled to numbers: topology, events, spread limits, prices. Nothing in it changes
 * while a plan is made, but for who is related to whom while {@code SupposedRelations} are open.
 *
 * <p>It may import {@code placement.catalogue}, {@code placement.estate}, {@code
 * placement.message}, {@code placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.problem;
