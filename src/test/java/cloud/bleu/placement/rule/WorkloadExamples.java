package cloud.bleu.placement.rule;

import static cloud.bleu.placement.rule.Case.parameters;
import static cloud.bleu.placement.rule.RequirementExample.example;

import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Zone;
import java.util.List;

/** Requirements that are seen at a workload and at what it stands on. */
final class WorkloadExamples {

  private WorkloadExamples() {}

  static List<RequirementExample> rows() {
    return List.of(
        example(
            "10.1.a",
            "encrypted-storage",
            Parameters.NONE,
            c -> stores(c, true, Zone.KeyCustody.CustomerExternal),
            c -> stores(c, false, null),
            "NotEncrypted"),
        example(
            "3.3.2",
            "key-custody",
            Parameters.NONE,
            c -> stores(c, true, Zone.KeyCustody.CustomerExternal),
            c -> stores(c, true, Zone.KeyCustody.Provider),
            "KeyCustodyNotAccepted"),
        example(
            "12.5.d",
            "backup-location",
            parameters("minDistanceKm", "100"),
            c -> backedUp(c, "site-far"),
            c -> backedUp(c, "site"),
            "BackupOnSite"));
  }

  private static void calls(Case c, String cidr) {
    c.egress = List.of(new Closure.Destination("partners", Closure.Way.Cidr, cidr));
  }

  private static void nodesCall(Case c, String host) {
    c.zoneEgress = new Zone.Egress(List.of(host), Case.SIGNED);
  }

  private static void exposed(Case c, boolean stated) {
    c.exposedBy = List.of(TemplatePart.service("web", "LoadBalancer"));
    c.dependencies =
        List.of(new Closure.Dependency("balancer", "p", "o", List.of(), false, stated));
  }

  private static void stores(Case c, boolean encrypted, Zone.KeyCustody custody) {
    c.claims = List.of(new Closure.Claim(TemplatePart.claimTemplate("data"), "fast"));
    c.storage =
        new Zone.Storage(
            List.of(new Zone.StorageClass("fast", encrypted, custody)), List.of(), Case.SIGNED);
  }

  private static void backedUp(Case c, String site) {
    c.dataBound = true;
    c.coordinates = new Zone.Coordinates(48_800_000, 2_300_000);
    c.backup = new Closure.Backup(List.of("far"), 0);
    c.otherZones = List.of(c.aside("far", site, new Zone.Coordinates(43_300_000, 5_370_000)));
  }

  private static void runs(Case c, String image) {
    c.images = List.of(new Closure.Image(TemplatePart.container("main"), image));
    c.registries = List.of("registry.example", "docker.io");
  }
}
