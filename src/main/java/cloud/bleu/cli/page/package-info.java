/**
 * What the page of an estate is made from, as the input has it.
 *
 * <p>It may import {@code cli.input}, {@code cli.option}, {@code cli.terminal}, {@code credential},
 * {@code evidence.assessment}, {@code evidence.chain}, {@code placement}, {@code
 * placement.catalogue}, {@code placement.estate}, {@code placement.message}, {@code
 * placement.model}, {@code report.french}, {@code report.html}, {@code report.live}, {@code
 * report.page}, {@code standing}, {@code translate}, {@code translate.object}, {@code
 * translate.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.page;
