/**
 * Rules of the customer's own, in CEL.
 *
 * <p>It may import {@code collection}, {@code placement.estate}, {@code placement.message}, {@code
 * placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.expression;
