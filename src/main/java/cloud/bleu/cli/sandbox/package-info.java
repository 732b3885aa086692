/**
 * What the sandbox shows: workloads as they are placed, the clusters beside it, and the loss of one
 * of these.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code cli.option}, {@code cli.page},
 * {@code cli.terminal}, {@code placement.estate}, {@code placement.model}, {@code report.live},
 * {@code sandbox}, {@code status}, {@code time}, {@code translate.finding}, {@code
 * translate.workload} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.sandbox;
