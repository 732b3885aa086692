package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.StatedFact;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose word an answer is said to be. */
class OriginTest {

  @ParameterizedTest
  @CsvSource({
    "RegulatorList, Attested",
    "SignedDocument, Attested",
    "Contract, Attested",
    "Observation, Declared",
    "Press, Declared",
    "Assumption, Assumed"
  })
  void aFactIsNeverTheOperatorsOwnWord(Basis basis, Origin origin) {
    Case c = new Case();
    c.locationProvenance = Case.dated(basis, "2026-01-01");
    assertEquals(origin, c.verdict(new DataLocation()).origin());
  }

  /** A typed observation is still one that a policy can accept. */
  @Test
  void anObservationCanBeAccepted() {
    Case c = new Case();
    c.locationProvenance = Case.dated(Basis.Observation, "2026-01-01");
    List<String> documents = List.of("RegulatorList", "SignedDocument", "Contract");
    assertEquals("Unknown BasisNotAccepted", c.ask(new FactBasis(), "acceptBasis", documents));
    List<String> looked = List.of("RegulatorList", "SignedDocument", "Contract", "Observation");
    assertEquals("Pass", c.ask(new FactBasis(), "acceptBasis", looked));
  }

  @ParameterizedTest
  @CsvSource({"Enforce, Enforced", "Warn, Declared", "Audit, Declared"})
  void onlyWhatIsEnforcedIsEnforced(BoundRule.Action action, Origin origin) {
    Case c = new Case();
    c.registries = List.of();
    Parameters allow = Case.parameters("allow", List.of("registry.example"));
    assertEquals(origin, verdict(c, new RegistryAllowed(), action, allow).origin());
    c.images = List.of(new Closure.Image(TemplatePart.container("a"), "nginx"));
    assertEquals(origin, verdict(c, new RegistryAllowed(), action, allow).origin());
    assertEquals(
        origin, verdict(c, new Zones(), action, Case.parameters("deny", List.of("z"))).origin());
  }

  @ParameterizedTest
  @EnumSource(BoundRule.Action.class)
  void whatWasSeenIsSeenWhateverIsDoneWithIt(BoundRule.Action action) {
    Case c = new Case();
    c.unhealthySince = c.now;
    assertEquals(Origin.Observed, verdict(c, new ZoneHealth(), action, Parameters.NONE).origin());
  }

  /** What an answer rests on is the same, whatever is done with it. */
  @ParameterizedTest
  @EnumSource(BoundRule.Action.class)
  void theFactsAreThoseOfTheRule(BoundRule.Action action) {
    Case c = new Case();
    c.registries = List.of();
    Parameters allow = Case.parameters("allow", List.of("registry.example"));
    assertEquals(List.of(), facts(c, new RegistryAllowed(), action, allow));
    assertEquals(
        facts(c, new DataLocation(), BoundRule.Action.Enforce, Parameters.NONE),
        facts(c, new DataLocation(), action, Parameters.NONE));
  }

  /** That there is nothing to look at is what the workload says. */
  @Test
  void whatDoesNotApplyIsDeclared() {
    Case c = new Case();
    c.images = List.of();
    Verdict verdict = verdict(c, new RegistryAllowed(), BoundRule.Action.Enforce, Parameters.NONE);
    assertEquals(Verdict.Result.NotApplicable, verdict.result());
    assertEquals(Origin.Declared, verdict.origin());
  }

  private static BoundRule bound(ZoneRule rule, BoundRule.Action action, Parameters parameters) {
    return new BoundRule(
        rule, "r", "p", action, BoundRule.OnViolation.Report, parameters, List.of());
  }

  private static Verdict verdict(
      Case c, ZoneRule rule, BoundRule.Action action, Parameters parameters) {
    ZoneRule.Question question = c.question(parameters);
    return bound(rule, action, parameters)
        .evaluate(question.workload(), question.zone(), question.estate());
  }

  private static List<StatedFact> facts(
      Case c, ZoneRule rule, BoundRule.Action action, Parameters parameters) {
    ZoneRule.Question question = c.question(parameters);
    return bound(rule, action, parameters)
        .facts(
            verdict(c, rule, action, parameters),
            question.workload(),
            question.zone(),
            question.estate());
  }
}
