package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a workload relies on and does not run. */
class DependencyRulesTest {

  private static final ZoneRule COMPLIANT = new DependenciesCompliant();
  private static final ZoneRule DECLARED = new DependenciesDeclared();

  private static BoundRule enforced(String id, Object... parameters) {
    return bound(id, "secnumcloud", BoundRule.Action.Enforce, parameters);
  }

  private static BoundRule bound(
      String id, String policy, BoundRule.Action action, Object... parameters) {
    ZoneRule rule = Catalogue.rule(id);
    Parameters given = Case.parameters(parameters);
    return new BoundRule(
        rule, id, policy, action, BoundRule.OnViolation.Report, given, rule.requirements(given));
  }

  /** A mail service of another company, sold as SaaS. */
  private static Case mail(Provider.Qualification... qualifications) {
    Case c = new Case();
    c.otherProviders =
        List.of(
            new Provider(
                "m",
                "Mail",
                new Provider.LegalEntity("Mail SAS", "FR", "FR", "FR", "FR", Case.SIGNED),
                null,
                List.of(),
                null,
                List.of(
                    new Provider.Offering(
                        "microsoft-365",
                        List.of("SaaS"),
                        List.of("south"),
                        List.of("m365.exchange"),
                        null,
                        List.of(qualifications)))));
    c.dependencies = List.of(dependency("mail", "m", "microsoft-365", "m365.exchange"));
    c.rules =
        List.of(
            enforced("qualified-offering", "version", "3.2"),
            enforced("seat-in-eu"),
            enforced("data-location"));
    return c;
  }

  private static Closure.Dependency dependency(
      String name, String provider, String offering, String... services) {
    return new Closure.Dependency(name, provider, offering, List.of(services), false, false);
  }

  private static Provider.Qualification saas(String state, String until) {
    Provider.Qualification q = Case.qualification(state, "2025-01-01", until);
    return new Provider.Qualification(
        q.scheme(),
        q.version(),
        state,
        List.of("SaaS"),
        List.of(),
        null,
        q.validFrom(),
        q.validUntil(),
        q.provenance());
  }

  @Test
  void aMailServiceOutsideTheQualifiedScopeIsRefused() {
    Verdict verdict = mail().verdict(COMPLIANT);
    assertEquals(Verdict.Result.Reject, verdict.result());
    assertEquals(
        "dependency mail (microsoft-365 of m): no SecNumCloud qualification of offering microsoft-365 is recorded"
            + " (qualified-offering of secnumcloud); use an offering for which it holds, or record what"
            + " is known with its source",
        verdict.message());
    assertEquals(List.of("3.2"), verdict.requirements());
  }

  /** Nor one for a zone that has the name which its author gave to the dependency. */
  @ParameterizedTest(name = "waived in {0}")
  @CsvSource({"''", "z", "mail"})
  void aWaiverForReplicasIsNoneForDependencies(String zones) {
    Case c = mail();
    c.rules = c.rules.stream().map(rule -> rule.withWaivers(List.of(Case.waiver(zones)))).toList();
    assertEquals(mail().verdict(COMPLIANT), c.verdict(COMPLIANT));
    assertEquals(mail().facts(COMPLIANT), c.facts(COMPLIANT));
  }

  @Test
  void aQualificationOfAnotherLayerDoesNotCoverIt() {
    Verdict verdict = mail(Case.qualified()).verdict(COMPLIANT);
    assertEquals("DependencyRefused", verdict.code());
    assertTrue(verdict.message().contains("layer SaaS is not in the scope"), verdict.message());
  }

  @ParameterizedTest(name = "{0} until {1}: {2}")
  @CsvSource({
    "Qualified, 2026-03-01, Pass", // the day of the question, inclusive
    "Qualified, 2026-02-28, Reject DependencyRefused",
    "InEvaluation, 2027-01-01, Reject DependencyRefused",
    "Suspended, 2027-01-01, Reject DependencyRefused",
    "Withdrawn, 2027-01-01, Reject DependencyRefused",
  })
  void asStrictlyAsAZone(String state, String until, String answer) {
    assertEquals(answer, mail(saas(state, until)).ask(COMPLIANT));
  }

  @Test
  void everyLinkThatFailsIsNamed() {
    Case c = mail();
    c.legalEntity = new Provider.LegalEntity("Example SAS", "US", "FR", "FR", "FR", Case.SIGNED);
    c.dependencies =
        List.of(
            dependency("mail", "m", "microsoft-365", "m365.teams"),
            dependency("queue", "p", "o"),
            dependency("sms", "nobody", "x"),
            dependency("files", "p", "drive"));
    String message = c.verdict(COMPLIANT).message();
    for (String part :
        List.of(
            "dependency files (drive of p): provider p has no offering drive",
            "dependency mail (microsoft-365 of m): the offering does not have service m365.teams",
            "dependency mail (microsoft-365 of m): no SecNumCloud qualification of offering",
            "dependency queue (o of p): provider p has its registered office in US (seat-in-eu of",
            "dependency sms (x of nobody): there is no CloudProvider nobody")) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void onlyWhatIsEnforcedByAPolicyCounts() {
    Case c = mail();
    c.rules = List.of(bound("qualified-offering", "p", BoundRule.Action.Warn));
    assertEquals("Pass", c.ask(COMPLIANT));
    // Where replicas run is one thing; which providers a policy forbids another.
    c.rules = List.of(bound("providers", null, BoundRule.Action.Enforce, "allow", List.of("p")));
    assertEquals("Pass", c.ask(COMPLIANT));
    c.rules = List.of(enforced("providers", "allow", List.of("p")));
    assertEquals("Reject DependencyRefused", c.ask(COMPLIANT));
  }

  @Test
  void factsOfTheProviderCountAndThoseOfNoZone() {
    Case c = mail(saas("Qualified", "2027-01-01"));
    c.rules = List.of(enforced("fact-basis", "acceptBasis", List.of("SignedDocument")));
    assertEquals("Pass", c.ask(COMPLIANT));
    c.rules = List.of(enforced("fact-basis", "acceptBasis", List.of("Contract")));
    String message = c.verdict(COMPLIANT).message();
    assertTrue(message.contains("legalEntity of provider m (SignedDocument)"), message);
    assertFalse(message.contains("of zone"), message);
    c.rules = List.of(enforced("fact-freshness", "maxAgeDays", "58"));
    assertEquals("Unknown DependencyUnknown", c.ask(COMPLIANT));
    c.rules = List.of(enforced("fact-freshness", "maxAgeDays", "59"));
    assertEquals("Pass", c.ask(COMPLIANT));
  }

  @Test
  void whatIsNotDescribedIsUnknown() {
    Case c = mail();
    c.rules = List.of();
    assertEquals("Pass", c.ask(COMPLIANT));
    for (Closure.Dependency unknown :
        List.of(dependency("a", "nobody", "x"), dependency("a", "m", "x"))) {
      c.dependencies = List.of(unknown);
      assertEquals("Unknown DependencyUnknown", c.ask(COMPLIANT));
    }
    c.offerings =
        new ArrayList<>(
            List.of(
                new Provider.Offering("o", List.of(), List.of("r"), List.of(), null, List.of())));
    c.dependencies = List.of(dependency("a", "p", "o"));
    assertTrue(c.verdict(COMPLIANT).message().contains("the layers of offering o are not known"));
  }

  @Test
  void noDependencyNoQuestion() {
    Case c = mail();
    c.dependencies = List.of();
    assertEquals("NotApplicable", c.ask(COMPLIANT));
    c.dependencies = null;
    assertEquals("NotApplicable", c.ask(COMPLIANT));
  }

  @Test
  void theWeakestBasisIsTheOrigin() {
    Provider.Qualification q = saas("Qualified", "2027-01-01");
    Provider.Qualification press =
        new Provider.Qualification(
            q.scheme(),
            q.version(),
            q.state(),
            q.layers(),
            List.of(),
            null,
            q.validFrom(),
            q.validUntil(),
            Case.dated(Basis.Press, "2026-01-01"));
    assertEquals(Origin.Declared, mail(press).verdict(COMPLIANT).origin());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "qualified-offering, true",
    "ownership-thresholds, true",
    "seat-in-eu, true",
    "fact-basis, true",
    "fact-freshness, true",
    "providers, true",
    "regions, false",
    "zones, false",
    "zone-state, false",
    "data-location, false", // an offering has no place that anybody states
    "homologation, false",
    "layers-covered, false",
    "services-offered, false",
    "registry-allowed, false",
    "dependencies-compliant, false", // it would never end
  })
  void whichRulesAreAboutDependencies(String id, boolean about) {
    assertEquals(about, enforced(id).isAbout(Link.Dependency));
  }

  @ParameterizedTest(name = "{0}, {1}, identity {2}: {3}")
  @CsvSource({
    "'', '', false, Pass",
    "-, '', false, Unknown DependenciesNotStated",
    "m365.exchange, outlook.sovcloud.fr, false, Pass",
    "m365.exchange, smtp.office365.com, false, Reject DependencyNotDeclared", // public: not of p
    "'', smtp.office365.com, false, Reject DependencyNotDeclared",
    "-, smtp.office365.com, false, Reject DependencyNotDeclared",
    "azure.blob, smtp.office365.com, false, Reject DependencyNotDeclared",
    "azure.blob, x.blob.core.windows.net, false, Reject DependencyNotDeclared",
    "azure.blob, x.blob.core.sovcloud-api.fr, false, Pass",
    "m365.exchange, login.microsoftonline.com, false, Reject DependencyNotDeclared",
    "m365.exchange, login.microsoftonline.com, true, Reject DependencyNotDeclared",
    "m365.exchange, login.sovcloud-identity.fr, true, Pass",
    "entra.id, login.microsoftonline.com, false, Reject DependencyNotDeclared",
    "entra.id, login.sovcloud-identity.fr, false, Pass",
    "m365.exchange, login.sovcloud-identity.fr, false, Reject DependencyNotDeclared",
    "m365, smtp.office365.com, false, Reject DependencyNotDeclared",
  })
  void declared(String service, String host, boolean identity, String answer) {
    Case c = new Case();
    c.endpoints =
        host.isEmpty()
            ? List.of()
            : List.of(
                new Closure.Endpoint(
                    TemplatePart.variable("A", TemplatePart.container("a")), host));
    c.dependencies =
        service.equals("-")
            ? null
            : service.isEmpty()
                ? List.of()
                : List.of(new Closure.Dependency("x", "p", "o", List.of(service), identity, false));
    assertEquals(answer, c.ask(DECLARED));
  }

  @Test
  void whatIsLeftOutIsNamedWithWhereItWasFound() {
    Case c = new Case();
    c.endpoints =
        List.of(
            new Closure.Endpoint(
                TemplatePart.variable("SMTP", TemplatePart.container("web")), "smtp.office365.com"),
            new Closure.Endpoint(
                TemplatePart.variable("SSO", TemplatePart.container("web")),
                "login.microsoftonline.com"));
    assertEquals(
        "no dependency accounts for login.microsoftonline.com (variable SSO of container web, asks"
            + " identity: true of Microsoft itself, whose public cloud it is), smtp.office365.com"
            + " (variable SMTP of container web, asks a service m365.* of Microsoft itself, whose"
            + " public cloud it is); state it under spec.dependencies of the workload, or take out what"
            + " names it",
        c.verdict(DECLARED).message());
  }

  /** Who sells the same software runs it under hosts of his own. */
  @ParameterizedTest(name = "provider {0} of entity {1}, {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "bleu, Bleu, outlook.office365.com, Reject DependencyNotDeclared",
        "bleu, Bleu, login.microsoftonline.com, Reject DependencyNotDeclared",
        "bleu, Bleu, graph.microsoft.com, Reject DependencyNotDeclared",
        "bleu, Bleu, outlook.sovcloud.fr, Pass",
        "bleu, -, outlook.office365.com, Reject DependencyNotDeclared",
        "ms, Microsoft Ireland Operations Limited, outlook.office365.com, Pass",
        "ms, Microsoft Ireland Operations Limited, login.microsoftonline.com, Pass",
        "microsoft, -, outlook.office365.com, Pass",
        "microsoft, Bleu, outlook.office365.com, Reject DependencyNotDeclared",
        "microsoftish, -, outlook.office365.com, Reject DependencyNotDeclared",
        "nobody, Microsoft, outlook.office365.com, Reject DependencyNotDeclared",
        "google, -, storage.googleapis.com, Pass",
        "google, Google Cloud France SARL, eu.gcr.io, Pass",
        "s3ns, S3NS, storage.googleapis.com, Reject DependencyNotDeclared",
        "s3ns, S3NS, storage.s3nsapis.fr, Pass",
        "s3ns, S3NS, u-france-east1-docker.s3nsregistry.fr, Pass",
        "bleu, Bleu, mine.azurecr.sovcloud-azure.fr, Pass",
        "bleu, Bleu, keys.vault.sovcloud-api.fr, Pass",
        "bleu, Bleu, mine.azurecr.io, Reject DependencyNotDeclared",
      })
  void hostsOfAPublicCloudAreOfItsVendor(
      String provider, String entity, String host, String answer) {
    Case c = new Case();
    Provider p = c.provider();
    c.otherProviders =
        List.of(
            new Provider(
                provider.equals("nobody") ? "other" : provider,
                "Microsoft 365",
                entity == null
                    ? null
                    : new Provider.LegalEntity(entity, "FR", "FR", "FR", "FR", Case.SIGNED),
                null,
                List.of(),
                null,
                p.offerings()));
    c.endpoints = List.of(new Closure.Endpoint(TemplatePart.egress("mail"), host));
    c.dependencies =
        List.of(
            new Closure.Dependency(
                "mail",
                provider,
                "m365",
                List.of("m365.exchange", "azure.registry", "google.storage"),
                true,
                false));
    assertEquals(answer, c.ask(DECLARED));
    if (host.equals("outlook.office365.com") && !answer.equals("Pass")) {
      assertEquals(
          "no dependency accounts for outlook.office365.com (egress mail, asks a service m365.* of"
              + " Microsoft itself, whose public cloud it is, and dependency mail is of "
              + provider
              + "); state it under spec.dependencies of the workload, or take out what names it",
          c.verdict(DECLARED).message());
    }
  }
}
