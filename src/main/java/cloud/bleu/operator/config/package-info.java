/**
 * The options of the operator.
 *
 * <p>It may import {@code delivery.manifest}, {@code placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.config;
