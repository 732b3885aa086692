/**
 * Reports of OpenReports.
 *
 * <p>It may import {@code credential}, {@code evidence.assessment}, {@code evidence.record}, {@code
 * placement.estate}, {@code placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.openreports;
