/**
 * Options that several verbs share.
 *
 * <p>It may import {@code apiserver}, {@code cli.terminal}, {@code credential}, {@code
 * delivery.manifest}, {@code evidence.chain}, {@code operator.config}, {@code placement.estate},
 * {@code placement.model}, {@code time}, {@code translate.finding} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.option;
