package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Closure.Way;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.offering.VendorEndpoints;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes out and what comes in. */
class TrafficRulesTest {

  private static final EgressDeclared EGRESS = new EgressDeclared();
  private static final IngressDeclared INGRESS = new IngressDeclared();

  private static Case calling(Way way, String target) {
    Case c = new Case();
    c.egress = List.of(new Closure.Destination("x", way, target));
    return c;
  }

  private static Case nodes(String... hosts) {
    Case c = new Case();
    c.zoneEgress = new Zone.Egress(List.of(hosts), Case.SIGNED);
    return c;
  }

  @ParameterizedTest(name = "{0} {1}: {2}, any allowed: {3}, a list: {4}")
  @CsvSource({
    // What stays in the cluster is no matter of lists.
    "Service, ns/db, Pass, Pass, Pass",
    "Pods, ns/app=db, Pass, Pass, Pass",
    "Host, api.example, Pass, Pass, Pass",
    "Host, api.test, Pass, Pass, Reject EgressNotAllowed",
    "Host, a.ok.test, Pass, Pass, Pass",
    "Host, ok.test, Pass, Pass, Reject EgressNotAllowed",
    "Host, *.ok.test, Pass, Pass, Pass",
    "Host, *, Reject EgressAnywhere, Pass, Reject EgressAnywhere",
    "Host, *.com, Reject EgressAnywhere, Pass, Reject EgressAnywhere",
    "Cidr, 192.0.2.0/24, Pass, Pass, Pass",
    "Cidr, 192.0.2.128/25, Pass, Pass, Pass",
    "Cidr, 192.0.0.0/16, Pass, Pass, Reject EgressNotAllowed",
    "Cidr, 0.0.0.0/0, Reject EgressAnywhere, Pass, Reject EgressAnywhere",
    "Cidr, 0.0.0.0/7, Reject EgressAnywhere, Pass, Reject EgressAnywhere",
    "Cidr, 10.0.0.0/8, Pass, Pass, Reject EgressNotAllowed",
    "Cidr, ::/0, Reject EgressAnywhere, Pass, Reject EgressAnywhere",
    "Cidr, nonsense, Pass, Pass, Reject EgressNotAllowed",
  })
  void destinations(Way way, String target, String byDefault, String anywhere, String listed) {
    Case c = calling(way, target);
    assertEquals(byDefault, c.ask(EGRESS));
    assertEquals(anywhere, c.ask(EGRESS, "allowAnywhere", true));
    assertEquals(
        listed, c.ask(EGRESS, "allow", List.of("api.example", "*.ok.test", "192.0.2.0/24")));
  }

  @Test
  void silenceOfTheWorkloadIsUnknownAndNothingIsNot() {
    Case c = new Case();
    c.egress = null;
    assertEquals("Unknown EgressNotStated", c.ask(EGRESS));
    c.egress = List.of();
    assertEquals("Pass", c.ask(EGRESS));
    assertEquals(
        "the workload calls nothing, the nodes call packages.example", c.verdict(EGRESS).message());
  }

  @Test
  void silenceOfTheZoneIsUnknownWhereItIsAskedFor() {
    Case c = new Case();
    c.zoneEgress = null;
    assertEquals("Unknown BootstrapUnknown", c.ask(EGRESS));
    assertEquals("Pass", c.ask(EGRESS, "requireBootstrap", false));
    assertEquals("Pass", nodes().ask(EGRESS));
    assertEquals(
        "the workload says what it calls, the nodes call nothing",
        nodes().verdict(EGRESS).message());
  }

  @Test
  void nodesCallWhatIsAllowed() {
    Object[] allowed = {"bootstrap", List.of("packages.example", "*.azk8s.example")};
    assertEquals("Pass", nodes("packages.example", "mcr.azk8s.example").ask(EGRESS, allowed));
    Case c = nodes("packages.example", "mcr.microsoft.com", "acs-mirror.azureedge.net");
    assertEquals("Pass", c.ask(EGRESS));
    assertEquals("Reject BootstrapNotAllowed", c.ask(EGRESS, allowed));
    assertEquals(
        "the nodes call acs-mirror.azureedge.net, mcr.microsoft.com, allowed: *.azk8s.example,"
            + " packages.example; use a zone whose nodes call only these",
        c.verdict(EGRESS, allowed).message());
    assertEquals("Reject EgressAnywhere", nodes("*").ask(EGRESS));
    assertEquals(
        "the nodes call *, which is anywhere; state the hosts or ranges that are meant",
        nodes("*").verdict(EGRESS).message());
  }

  @Test
  void aRejectComesBeforeWhatIsUnknown() {
    Case c = nodes("*");
    c.egress = null;
    assertEquals("Reject EgressAnywhere", c.ask(EGRESS));
    c = calling(Way.Cidr, "0.0.0.0/0");
    c.zoneEgress = null;
    assertEquals("Reject EgressAnywhere", c.ask(EGRESS));
  }

  @Test
  void everyDestinationThatFailsIsNamed() {
    Case c = new Case();
    c.egress =
        List.of(
            new Closure.Destination("world", Way.Cidr, "0.0.0.0/0"),
            new Closure.Destination("any", Way.Host, "*"));
    assertEquals(
        "egress any calls *, egress world calls 0.0.0.0/0, which is anywhere; state the hosts or"
            + " ranges that are meant",
        c.verdict(EGRESS).message());
  }

  @Test
  void aHostIsDeclaredTheRestEnforcedAndTheFactsOfTheZoneCarryTheirBasis() {
    Case c = calling(Way.Service, "ns/db");
    Object[] alone = {"requireBootstrap", false};
    c.zoneEgress = null;
    assertEquals(Origin.Enforced, c.verdict(EGRESS, alone).origin());
    c.egress = calling(Way.Host, "api.example").egress;
    assertEquals(Origin.Declared, c.verdict(EGRESS, alone).origin());
    c.egress = List.of();
    assertEquals(Origin.Enforced, c.verdict(EGRESS, alone).origin());
    // A NetworkPolicy does not bind what is on the network of the node.
    c.hostNetwork = true;
    assertEquals(Origin.Declared, c.verdict(EGRESS, alone).origin());
    c.hostNetwork = false;
    // What runs no pods has no NetworkPolicy.
    c.images = List.of();
    assertEquals(Origin.Declared, c.verdict(EGRESS, alone).origin());
    for (Basis basis : Basis.values()) {
      c = calling(Way.Service, "ns/db");
      c.zoneEgress = new Zone.Egress(List.of(), Case.dated(basis, "2026-01-01"));
      assertEquals(basis.origin(), c.verdict(EGRESS).origin());
    }
  }

  /** That nodes call anywhere is worth what the zone states; what the workload states is asked. */
  @Test
  void whoCallsAnywhereSaysWhatTheAnswerIsWorth() {
    for (Basis basis : Basis.values()) {
      Case c = nodes("*");
      c.zoneEgress = new Zone.Egress(List.of("*"), Case.dated(basis, "2026-01-01"));
      assertEquals(basis.origin(), c.verdict(EGRESS).origin());
      c = calling(Way.Host, "*");
      c.zoneEgress = new Zone.Egress(List.of("ok.test"), Case.dated(basis, "2026-01-01"));
      assertEquals(Origin.Enforced, c.verdict(EGRESS).origin());
    }
  }

  /** An answer is used for another workload only if all that it reads is alike. */
  @Test
  void whatTheAnswerReadsOfAWorkload() {
    Object plain = EGRESS.about(calling(Way.Service, "ns/db").workload());
    assertEquals(plain, EGRESS.about(calling(Way.Service, "ns/db").workload()));
    Case c = calling(Way.Service, "ns/other");
    assertNotEquals(plain, EGRESS.about(c.workload()));
    c = calling(Way.Service, "ns/db");
    c.hostNetwork = true;
    assertNotEquals(plain, EGRESS.about(c.workload()));
    c = calling(Way.Service, "ns/db");
    c.images = List.of();
    assertNotEquals(plain, EGRESS.about(c.workload()));
  }

  @Test
  void aMirrorOfTheProvidersDutyServesNoIdentifier() {
    assertEquals(List.of(), EGRESS.requirements(Case.parameters()));
    assertEquals(List.of(), new RegistryAllowed().requirements(Case.parameters()));
  }

  @Test
  void parametersThatAreNoHostsAreNamed() {
    assertEquals(
        List.of(
            "10.0.0.0/8 in bootstrap is not a host; write packages.example or *.example",
            "https://a in allow is neither a host nor a range; write api.example, *.example or"
                + " 192.0.2.0/24"),
        EGRESS.contradictions(
            Case.parameters(
                "allow",
                List.of("a.example", "10.0.0.0/8", "https://a"),
                "bootstrap",
                List.of("*.example", "10.0.0.0/8"))));
  }

  @Test
  void freshnessAndBasisLookAtWhatTheNodesCallWhereItIsStated() {
    Case c = nodes("packages.example");
    c.zoneEgress = new Zone.Egress(List.of(), Case.dated(Basis.Press, "2020-01-01"));
    assertEquals(
        "older than 400 days: egress of zone z (2020-01-01); check it again and renew source and asOf"
            + " of its provenance",
        c.verdict(new FactFreshness(), "maxAgeDays", "400").message());
    Object[] signed = {"acceptBasis", List.of("SignedDocument")};
    assertEquals("Unknown BasisNotAccepted", c.ask(new FactBasis(), signed));
    c.zoneEgress = null;
    assertEquals("Pass", c.ask(new FactBasis(), signed));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "outlook.office365.com | outlook.office365.com",
        "*.office365.com | office365.com",
        "*.vault.azure.net | vault.azure.net",
        // Above a known host: all that it covers.
        "*.live.com | login.live.com outlook.live.com",
        "*.microsoft.com | fabric.microsoft.com graph.microsoft.com login.microsoft.com mcr.microsoft.com"
            + " packages.microsoft.com teams.microsoft.com",
        "microsoft.com | -",
        "mine.azurecr.sovcloud-azure.fr | mine.azurecr.sovcloud-azure.fr",
        "*.sovcloud-api.fr | sovcloud-api.fr",
        "storage.s3nsapis.fr | storage.s3nsapis.fr",
        "storage.googleapis.com | storage.googleapis.com",
        "europe-west9-docker.pkg.dev | europe-west9-docker.pkg.dev",
        "type.googleapis.com | -", // a name of types
        "api.example | -",
        "*.example | -",
      })
  void wellKnownHostsInEgress(String host, String expected) {
    assertEquals(expected == null ? "" : expected, String.join(" ", VendorEndpoints.below(host)));
  }

  /** Scopes and resources keep the name of Google's host wherever the service is. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "https://storage.googleapis.com/bucket | storage.googleapis.com",
        "https://www.googleapis.com/auth/cloud-platform | -",
        "//storage.googleapis.com/projects/p/buckets/b | -",
        "type.googleapis.com/envoy.config.core.v3.Address | -",
        "u-france-east1-docker.s3nsregistry.fr/p/r/app:1 | u-france-east1-docker.s3nsregistry.fr",
      })
  void namesAreNoHosts(String text, String expected) {
    assertEquals(expected == null ? "" : expected, String.join(" ", VendorEndpoints.in(text)));
  }

  @Test
  void whoIsExposedSaysThroughWhat() {
    Case c = new Case();
    assertEquals("NotApplicable", c.ask(INGRESS));
    c.exposedBy =
        List.of(
            TemplatePart.service("web", "LoadBalancer"),
            TemplatePart.route("Ingress front", "web"));
    for (List<Closure.Dependency> silent :
        java.util.Arrays.asList(null, List.<Closure.Dependency>of(), c.dependencies)) {
      c.dependencies = silent;
      assertEquals("Unknown IngressNotDeclared", c.ask(INGRESS));
    }
    assertEquals(
        "Ingress front to Service web, Service web of type LoadBalancer bring requests in, and it is"
            + " not known through whose hands; state it under spec.dependencies of the workload with"
            + " ingress: true",
        c.verdict(INGRESS).message());
    c.dependencies = List.of(new Closure.Dependency("waf", "p", "o", List.of(), false, true));
    assertEquals("Pass", c.ask(INGRESS));
    assertEquals(Origin.Declared, c.verdict(INGRESS).origin());
  }

  @Test
  void theRulesAreInTheCatalogue() {
    assertEquals(EGRESS, Catalogue.rule("egress-declared"));
    assertEquals(INGRESS, Catalogue.rule("ingress-declared"));
  }
}
