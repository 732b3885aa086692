/**
 * The evacuation plan as a decision is written: losses that are answered alike are one group. It is
 * read back to exactly the contingencies that it was made of.
 *
 * <p>It may import {@code placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.evacuation;
