package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Geography;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where backups go: as strictly as where the workload runs. */
class BackupLocationTest {

  private static final ZoneRule RULE = new BackupLocation();
  private static final Zone.Coordinates PARIS = new Zone.Coordinates(48_850_000, 2_350_000);

  /** 660 km from Paris. */
  private static final Zone.Coordinates MARSEILLE = new Zone.Coordinates(43_300_000, 5_370_000);

  private static Case backedUp(String zone, long km) {
    Case c = new Case();
    c.dataBound = true;
    c.coordinates = PARIS;
    c.backup = new Closure.Backup(List.of(zone), km * 1000);
    c.otherZones = List.of(c.aside("far", "site-far", MARSEILLE));
    return c;
  }

  private static BoundRule bound(String id, String policy, Object... parameters) {
    ZoneRule rule = Catalogue.rule(id);
    Parameters given = Case.parameters(parameters);
    return new BoundRule(
        rule,
        id,
        policy,
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Report,
        given,
        rule.requirements(given));
  }

  @ParameterizedTest(name = "to {0}, at least {1} km and {2} km: {3}")
  @CsvSource({
    "far, 0, 0, Pass",
    "far, 600, 0, Pass",
    "far, 0, 600, Pass",
    "far, 700, 0, Reject BackupTooNear",
    "far, 0, 700, Reject BackupTooNear",
    "far, 700, 1, Reject BackupTooNear", // the greater counts
    "gone, 0, 0, Unknown BackupUnknown",
  })
  void distance(String zone, long own, String ofPolicy, String answer) {
    assertEquals(answer, backedUp(zone, own).ask(RULE, "minDistanceKm", ofPolicy));
  }

  /** As far as is asked is far enough, and a metre less is not. */
  @ParameterizedTest(name = "{0} m more than there are: {1}")
  @CsvSource({"-1, Pass", "0, Pass", "1, Reject BackupTooNear"})
  void theDistanceItselfIsFarEnough(long more, String answer) {
    Case c = backedUp("far", 0);
    c.backup = new Closure.Backup(List.of("far"), Geography.metres(PARIS, MARSEILLE) + more);
    assertEquals(answer, c.ask(RULE));
  }

  /** The answer is worth what the weakest fact is that it was found by. */
  @ParameterizedTest(name = "{0} is assumed, at least {1} km: {2}")
  @CsvSource({
    "nothing,          1, Attested",
    "site,             1, Assumed",
    "site of far,      1, Assumed",
    "place,            1, Assumed",
    "place of far,     1, Assumed",
    "place,            0, Attested",
    "place of far,     0, Attested",
    "storage,          1, Assumed",
    "country of far,   0, Assumed", // of which another rule is asked
  })
  void theWeakestFactCounts(String assumed, long km, Origin origin) {
    Provenance guess = Case.dated(Basis.Assumption, "2026-01-01");
    Case c = backedUp("far", km);
    c.siteProvenance = "site of far".equals(assumed) ? guess : Case.SIGNED;
    c.coordinatesProvenance = "place of far".equals(assumed) ? guess : Case.SIGNED;
    c.locationProvenance = "country of far".equals(assumed) ? guess : Case.SIGNED;
    c.rules = List.of(bound("data-location", "p", "countries", List.of("FR")));
    c.otherZones = List.of(c.aside("far", "site-far", MARSEILLE));
    c.locationProvenance = Case.SIGNED;
    c.siteProvenance = "site".equals(assumed) ? guess : Case.SIGNED;
    c.coordinatesProvenance = "place".equals(assumed) ? guess : Case.SIGNED;
    c.storage =
        new Zone.Storage(
            List.of(), List.of("far"), "storage".equals(assumed) ? guess : Case.SIGNED);
    assertEquals(origin, c.verdict(RULE).origin());
  }

  @Test
  void neverOnASiteWhereItRuns() {
    Case c = backedUp("far", 0);
    c.otherZones = List.of(c.aside("far", "site", MARSEILLE));
    assertEquals("Reject BackupOnSite", c.ask(RULE));
    // The zone itself lies on its site.
    c = backedUp("z", 0);
    assertEquals("Reject BackupOnSite", c.ask(RULE));
  }

  @Test
  void aDistanceThatNobodyKnowsIsFarEnoughForNobody() {
    Case c = backedUp("far", 1);
    c.coordinates = null;
    assertEquals("Unknown BackupUnknown", c.ask(RULE));
    c = backedUp("far", 0);
    c.coordinates = null;
    assertEquals("Pass", c.ask(RULE));
  }

  /** The country is in the contract, the town is a guess: so is the distance, and only that. */
  @Test
  void aDistanceIsWorthWhatTheCoordinatesAre() {
    Case c = backedUp("far", 600);
    assertEquals(Origin.Attested, c.verdict(RULE).origin());
    c.coordinatesProvenance = Case.dated(Basis.Assumption, "2026-01-01");
    c.otherZones = List.of(c.aside("far", "site-far", MARSEILLE));
    c.rules = List.of(bound("data-location", "p", "countries", List.of("FR")));
    Verdict verdict = c.verdict(RULE);
    assertEquals("Pass", verdict.result().name());
    assertEquals(Origin.Assumed, verdict.origin());
    assertEquals(
        Origin.Attested, c.verdict(new DataLocation(), "countries", List.of("FR")).origin());
    assertEquals(
        List.of(
            "coordinates of zone far: Assumption of 2026-01-01",
            "coordinates of zone z: Assumption of 2026-01-01"),
        c.facts(RULE, "minDistanceKm", 700));
    c.backup = new Closure.Backup(List.of("far"), 0);
    assertEquals(Origin.Attested, c.verdict(RULE).origin());
  }

  @Test
  void onlyWhereTheZoneCanWriteBackups() {
    Case c = backedUp("far", 0);
    c.storage = new Zone.Storage(List.of(), List.of("elsewhere"), Case.SIGNED);
    assertEquals("Reject BackupRefused", c.ask(RULE));
    c.storage = new Zone.Storage(List.of(), List.of(), Case.SIGNED);
    assertEquals("Unknown BackupUnknown", c.ask(RULE));
    c.storage = null;
    assertEquals("Unknown BackupUnknown", c.ask(RULE));
  }

  @Test
  void everyEnforcedRuleHoldsForTheBackupZone() {
    Case c = backedUp("far", 0);
    c.rules =
        List.of(bound("data-location", "p", "countries", List.of("FR")), bound("seat-in-eu", "p"));
    assertEquals("Pass", c.ask(RULE));
    c.country = "US";
    c.otherZones = List.of(c.aside("far", "site-far", MARSEILLE));
    c.country = "FR";
    Verdict verdict = c.verdict(RULE);
    assertEquals("BackupRefused", verdict.code());
    assertEquals(
        "backup zone far: the zone is stated to lie in US, accepted: FR (data-location of p); use"
            + " another backup zone in spec.resilience.backup of the workload",
        verdict.message());
    assertEquals(List.of("19.2.b"), verdict.requirements());
    c.otherZones = List.of();
    c.country = null;
    c.otherZones = List.of(c.aside("far", "site-far", MARSEILLE));
    c.country = "FR";
    assertEquals("Unknown BackupUnknown", c.ask(RULE));
    assertEquals(
        "state spec.location.country of the zone as an ISO 3166-1 alpha-2 code",
        c.verdict(RULE).finding().next().text());
  }

  /** What is signed for a zone is signed for the replicas in it, not for copies of the data. */
  @ParameterizedTest(name = "waived in {0}")
  @CsvSource({"''", "far", "z"})
  void aWaiverForReplicasIsNoneForBackups(String zones) {
    Case c = backedUp("far", 0);
    c.country = "US";
    c.otherZones = List.of(c.aside("far", "site-far", MARSEILLE));
    c.country = "FR";
    c.rules =
        List.of(
            bound("data-location", "p", "countries", List.of("FR"))
                .withWaivers(List.of(Case.waiver(zones))));
    assertEquals("Reject BackupRefused", c.ask(RULE));
    assertEquals(List.of("location of zone far: SignedDocument of 2026-01-01"), c.facts(RULE));
  }

  /** Which class backups are written to nobody says, so every one has to hold. */
  @ParameterizedTest(name = "{0} in {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "encrypted-storage | good       | Pass",
        "encrypted-storage | plain      | Reject BackupRefused",
        "encrypted-storage | good plain | Unknown BackupUnknown",
        "encrypted-storage | unsaid     | Unknown BackupUnknown",
        "encrypted-storage | ''         | Unknown BackupUnknown",
        "key-custody       | good       | Pass",
        "key-custody       | theirs     | Reject BackupRefused",
        "key-custody       | good theirs | Unknown BackupUnknown",
        "key-custody       | unsaid     | Unknown BackupUnknown",
      })
  void storageOfTheBackupZoneIsJudgedAsThatOfTheZone(String rule, String classes, String answer) {
    Case c = backedUp("far", 0);
    Zone.Storage own = c.storage;
    c.storage =
        new Zone.Storage(
            List.of(classes.isEmpty() ? new String[0] : classes.split(" ")).stream()
                .map(BackupLocationTest::named)
                .toList(),
            List.of(),
            Case.SIGNED);
    c.otherZones = List.of(c.aside("far", "site-far", MARSEILLE));
    c.storage = own;
    c.rules = List.of(bound(rule, "p"));
    assertEquals(answer, c.ask(RULE));
    if (!answer.equals("Pass")) {
      Verdict verdict = c.verdict(RULE);
      assertTrue(verdict.message().startsWith("backup zone far: "), verdict.message());
      assertTrue(verdict.message().contains(" (" + rule + " of p)"), verdict.message());
      assertEquals(bound(rule, "p").requirements(), verdict.requirements());
    }
  }

  private static Zone.StorageClass named(String name) {
    return switch (name) {
      case "plain" -> new Zone.StorageClass(name, false, null);
      case "theirs" -> new Zone.StorageClass(name, true, Zone.KeyCustody.Provider);
      case "unsaid" -> new Zone.StorageClass(name, null, null);
      default -> new Zone.StorageClass(name, true, Zone.KeyCustody.CustomerExternal);
    };
  }

  @ParameterizedTest(name = "own {0} km, policy {1} km, at {2}: {3} {4}")
  @CsvSource({
    "0, 0, site-far, Pass, ''", // nobody states a distance, so nobody says that it is met
    "1, 0, site-far, Pass, 12.5.d",
    "0, 1, site-far, Pass, 12.5.d",
    "700, 0, site-far, Reject BackupTooNear, 12.5.d",
    "0, 0, site, Reject BackupOnSite, 12.5.d",
  })
  void theRequirementIsServedWhereADistanceIsJudged(
      long own, String ofPolicy, String site, String answer, String served) {
    Case c = backedUp("far", own);
    c.otherZones = List.of(c.aside("far", site, MARSEILLE));
    assertEquals(answer, c.ask(RULE, "minDistanceKm", ofPolicy));
    BoundRule bound = bound("backup-location", "p", "minDistanceKm", ofPolicy);
    ZoneRule.Question q = c.question(Case.parameters());
    assertEquals(
        served,
        String.join(" ", bound.evaluate(q.workload(), q.zone(), q.estate()).requirements()));
  }

  @Test
  void everyTargetMustHold() {
    Case c = backedUp("far", 0);
    c.backup = new Closure.Backup(List.of("far", "z", "gone"), 0);
    Verdict verdict = c.verdict(RULE);
    assertEquals("BackupOnSite", verdict.code());
    for (String zone : List.of("backup zone z: ", "backup zone gone: ")) {
      assertTrue(verdict.message().contains(zone), verdict.message());
    }
  }

  @Test
  void silenceOfWhatKeepsDataIsAFinding() {
    Case c = new Case();
    assertEquals("NotApplicable", c.ask(RULE));
    c.dataBound = true;
    assertEquals("Unknown BackupNotStated", c.ask(RULE));
    c.dataBound = false;
    c.claims = List.of(new Closure.Claim(TemplatePart.otherVolume("share", "nfs"), null, true));
    assertEquals("Unknown BackupNotStated", c.ask(RULE));
    c.claims = List.of();
    c.content = Closure.Content.External;
    assertEquals("Unknown BackupNotStated", c.ask(RULE));
    c.content = Closure.Content.AdmittedPods;
    assertEquals("NotEvaluated", c.ask(RULE));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "data-location, true",
    "countries, true",
    "qualified-offering, true",
    "seat-in-eu, true",
    "fact-basis, true",
    "fact-freshness, true",
    "providers, true",
    "regions, true",
    "zones, true",
    "encrypted-storage, true",
    "key-custody, true",
    "homologation, true",
    "zone-state, false", // a backup site that is down moves nothing
    "services-offered, false",
    "layers-covered, false",
    "registry-allowed, false",
    "backup-location, false",
  })
  void whichRulesAreAboutBackupZones(String id, boolean about) {
    assertEquals(about, bound(id, "p").isAbout(Link.BackupZone));
  }

  @Test
  void theWorkloadsOwnListsSayWhereItRuns() {
    for (String id : List.of("providers", "regions", "zones")) {
      assertEquals(false, bound(id, null).isAbout(Link.BackupZone));
    }
    assertEquals(true, bound("countries", null).isAbout(Link.BackupZone));
  }
}
