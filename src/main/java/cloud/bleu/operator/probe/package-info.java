/**
 * What the operator asks zones over the network, where it may: probes, each bounded by its own
 * time, and what came of them. It knows neither decisions nor the placement loop.
 *
 * <p>It may import {@code api.v1alpha1}, {@code collection}, {@code operator.config}, {@code
 * translate.finding}, {@code translate.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.probe;
