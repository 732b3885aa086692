package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.BoundRule;
import cloud.bleu.placement.Catalogue;
import cloud.bleu.placement.Closure;
import cloud.bleu.placement.Link;
import cloud.bleu.placement.Parameters;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.Zone;
import cloud.bleu.placement.ZoneRule;
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
        "backup zone far: the zone lies in US, accepted: FR (data-location of p); use another backup"
            + " zone in spec.resilience.backup of the workload",
        verdict.message());
    assertEquals(List.of("19.2.a", "19.2.b"), verdict.requirements());
    c.otherZones = List.of();
    c.country = null;
    c.otherZones = List.of(c.aside("far", "site-far", MARSEILLE));
    c.country = "FR";
    assertEquals("Unknown BackupUnknown", c.ask(RULE));
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
