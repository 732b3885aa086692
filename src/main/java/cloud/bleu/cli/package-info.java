/**
 * The program and its verbs, one file per verb. Results go to standard output, everything else to
 * standard error.
 *
 * <p>It may import {@code api.v1alpha1}, {@code apiserver}, {@code assess}, {@code
 * assess.acceptance}, {@code assess.catalogue}, {@code assess.model}, {@code assess.report}, {@code
 * cli.assess}, {@code cli.doctor}, {@code cli.draft}, {@code cli.drill}, {@code cli.explain},
 * {@code cli.french}, {@code cli.input}, {@code cli.option}, {@code cli.page}, {@code cli.plan},
 * {@code cli.sandbox}, {@code cli.terminal}, {@code cli.whatif}, {@code credential}, {@code drill},
 * {@code evidence.assessment}, {@code evidence.chain}, {@code evidence.change}, {@code
 * evidence.oscal}, {@code evidence.verification}, {@code migration}, {@code operator}, {@code
 * operator.config}, {@code operator.log}, {@code placement}, {@code placement.catalogue}, {@code
 * placement.estate}, {@code placement.model}, {@code placement.simulation}, {@code report}, {@code
 * report.html}, {@code report.live}, {@code report.page}, {@code sandbox}, {@code standing}, {@code
 * status.fact}, {@code status.served}, {@code time}, {@code translate}, {@code translate.finding},
 * {@code translate.manifest}, {@code translate.object}, {@code translate.policy}, {@code
 * translate.provider}, {@code translate.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli;
