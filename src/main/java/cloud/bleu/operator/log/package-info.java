/**
 * Faults and names as a line of the log has them.
 *
 * <p>It may import {@code apiserver}, {@code credential}, {@code operator.leadership}, {@code
 * translate.finding} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.log;
