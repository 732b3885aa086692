/**
 * From API objects to the estate of the engine, with every error on the way. It knows neither files
 * nor a cluster, so both give the same estate.
 *
 * <p>It may import {@code admission}, {@code affinity}, {@code api.v1alpha1}, {@code
 * placement.estate}, {@code placement.model}, {@code translate.finding}, {@code translate.load},
 * {@code translate.object}, {@code translate.pod}, {@code translate.policy}, {@code
 * translate.provider}, {@code translate.workload}, {@code translate.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate;
