/**
 * The words of the engine: zones, providers, quantities, losses, facts with their provenance.
 * Values without behaviour beyond their own.
 *
 * <p>It may import {@code placement.message} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.model;
