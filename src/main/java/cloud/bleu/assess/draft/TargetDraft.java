package cloud.bleu.assess.draft;

import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.placement.model.Quantities;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Zones and a provider of a target, as far as public data tells of them, to begin a plan with. */
public final class TargetDraft {

  private static final String FRANCE = "FR";

  private TargetDraft() {}

  /** Whether anything is known of the zones of a target. */
  public static boolean knows(MigrationTarget target) {
    return target.isKnown();
  }

  /**
   * A provider and its zones.
   *
   * @param target one that has data
   * @param drafts of what comes: each zone is given twice the room that they ask for, as a guess
   * @param asOf the day of the data
   */
  public static String of(MigrationTarget target, List<WorkloadDraft> drafts, String asOf) {
    Quantities asked = Quantities.NONE;
    for (WorkloadDraft draft : drafts) {
      asked = asked.plus(draft.asks());
    }
    Quantities all = asked;
    boolean bleu = target.equals(MigrationTarget.BLEU);
    String provider = target.name();
    Map<String, String> regions = new LinkedHashMap<>();
    for (String zone :
        bleu
            ? List.of("bleufrancecentral", "bleufrancesouth")
            : List.of("u-france-east1-a", "u-france-east1-b", "u-france-east1-c")) {
      regions.put(zone, bleu ? zone : "u-france-east1");
    }
    String source = bleu ? "azure-cli 2.91.0, module backup" : "documentation.s3ns.fr, 2026-08";
    DraftText text = new DraftText();
    text.comment(0, "Drafted by `bleu assess --write`. Replace it by what you know of the target.");
    text.guess(0, "the provider has no facts yet; examples/providers has what is public");
    text.object("CloudProvider", "", provider);
    text.yaml(0, Map.of("spec", Map.of("displayName", provider)));
    regions.forEach((zone, region) -> zone(text, provider, zone, region, all, source, asOf));
    return text.text();
  }

  private static void zone(
      DraftText text,
      String provider,
      String zone,
      String region,
      Quantities asked,
      String source,
      String asOf) {
    text.separator().object("AvailabilityZone", "", zone).key("spec");
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("provider", provider);
    place.put("region", region);
    place.put("site", zone);
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("basis", "Assumption");
    provenance.put("source", source + "; its sites are not public");
    provenance.put("asOf", asOf);
    place.put("siteProvenance", provenance);
    text.guess(2, "the name is public, the site behind it is not; one name is taken as one site");
    text.yaml(2, place);
    Map<String, Object> location = new LinkedHashMap<>();
    location.put("country", FRANCE);
    location.put("provenance", provenance);
    text.yaml(2, Map.of("location", location));
    text.guess(2, "room for twice what is drafted; write what you have ordered");
    TreeMap<String, Long> room = new TreeMap<>(asked.plus(asked).amounts());
    room.keySet().retainAll(List.of("cpu", "memory"));
    text.yaml(2, Map.of("capacity", new Quantities(room).texts()));
    text.guess(2, "the label of your nodes there");
    text.yaml(
        2,
        Map.of(
            "target",
            Map.of("nodeSelector", Map.of("bleu.node-restriction.kubernetes.io/zone", zone))));
  }
}
