/**
 * The placement engine: it decides where workloads run, and nothing else. Pure: no clock, no I/O,
 * no randomness, no Kubernetes type. The same {@link cloud.bleu.placement.estate.Estate} gives the
 * same {@link cloud.bleu.placement.estate.Plan}, byte for byte, whatever the order of its lists.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement;
