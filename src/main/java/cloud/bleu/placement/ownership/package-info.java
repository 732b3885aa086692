/**
 * Who holds and controls a provider, and what of that lies outside the European Union.
 *
 * <p>It may import {@code placement.estate}, {@code placement.message}, {@code placement.model} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.ownership;
