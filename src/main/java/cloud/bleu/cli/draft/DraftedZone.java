package cloud.bleu.cli.draft;

import cloud.bleu.translate.finding.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A zone as far as its nodes or an inventory tell of it.
 *
 * @param provider name of its CloudProvider
 * @param site with {@code siteProvenance}, where it comes from
 * @param location {@code spec.location}; null where nothing is said of the country
 * @param target {@code spec.target}
 * @param from what tells of it, in words: {@code 3 nodes} or {@code ClusterProfile fleet/paris-1}
 * @param remarks what a person has to know who completes it, each a line
 */
record DraftedZone(
    String name,
    String provider,
    String region,
    String site,
    Map<String, Object> siteProvenance,
    @Nullable Map<String, Object> location,
    Map<String, Object> target,
    String from,
    List<String> remarks) {

  static final String UNKNOWN = "unknown";
  private static final int LONGEST_NAME = 63;
  private static final int LONGEST_VALUE = 200;
  private static final int MOST_BESIDES = 32;

  DraftedZone {
    remarks = List.copyOf(remarks);
  }

  /** The zone that a cluster of an inventory is; one cluster is one zone. */
  static DraftedZone of(ListedCluster cluster, LocalDate today) {
    List<InventoryStatement> statements = cluster.statements();
    List<String> remarks = new ArrayList<>();
    Optional<InventoryStatement> provider = ZoneFact.PROVIDER.in(statements);
    Optional<InventoryStatement> region = ZoneFact.REGION.in(statements);
    Optional<InventoryStatement> site = ZoneFact.SITE.in(statements);
    Optional<InventoryStatement> country = ZoneFact.COUNTRY.in(statements);
    provider.ifPresent(said -> remarks.add("provider: " + of(said, cluster)));
    remarks.add(
        region
            .map(said -> "region: " + of(said, cluster))
            .orElse("region: nothing says it, so it is the name of the cluster"));
    remarks.addAll(refused(statements));
    remarks.addAll(besides(statements));
    return new DraftedZone(
        name(cluster.name()),
        provider.map(said -> name(said.value())).filter(n -> !n.isEmpty()).orElse(UNKNOWN),
        region.map(InventoryStatement::value).orElse(name(cluster.name())),
        site.map(InventoryStatement::value).orElse(name(cluster.name())),
        site.map(
                said ->
                    provenance(
                        "Observation",
                        of(said, cluster) + "; one zone is taken as one site",
                        said.asOf()))
            .orElseGet(
                () ->
                    provenance(
                        "Assumption",
                        cluster.object() + "; one cluster is taken as one site",
                        today)),
        country.map(said -> location(said, cluster)).orElse(null),
        cluster.target(),
        cluster.object(),
        remarks);
  }

  private static Map<String, Object> location(InventoryStatement said, ListedCluster cluster) {
    Map<String, Object> location = new LinkedHashMap<>();
    location.put("country", said.value());
    location.put("provenance", provenance("Observation", of(said, cluster), said.asOf()));
    return location;
  }

  private static String of(InventoryStatement said, ListedCluster cluster) {
    return said.said() + " of " + cluster.object();
  }

  /** Values that no field takes. */
  private static List<String> refused(List<InventoryStatement> statements) {
    List<String> lines = new ArrayList<>();
    for (ZoneFact fact : ZoneFact.values()) {
      statements.stream()
          .filter(said -> fact.isNamed(said) && !fact.takes(said))
          .forEach(
              said ->
                  lines.add(
                      fact.name().toLowerCase(Locale.ROOT)
                          + ": "
                          + said.said()
                          + " is "
                          + Problem.quote(said.value())
                          + ", which the field does not take"));
    }
    return lines;
  }

  /** What is stated besides, for who completes the draft; labels are for other purposes. */
  private static List<String> besides(List<InventoryStatement> statements) {
    return statements.stream()
        .filter(said -> !said.word().equals(ClusterInventory.LABEL))
        .filter(said -> Stream.of(ZoneFact.values()).noneMatch(fact -> fact.isNamed(said)))
        .limit(MOST_BESIDES)
        .map(said -> "besides: " + said.said() + " is " + shortened(Problem.quote(said.value())))
        .toList();
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
  }

  /** Where a fact comes from, as the schema has it. */
  static Map<String, Object> provenance(String basis, String source, LocalDate asOf) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("basis", basis);
    provenance.put("source", source);
    provenance.put("asOf", asOf.toString());
    return provenance;
  }

  /** {@code spec} of the AvailabilityZone. */
  Map<String, Object> spec() {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("provider", provider);
    spec.put("region", region);
    spec.put("site", site);
    spec.put("siteProvenance", siteProvenance);
    if (location != null) {
      spec.put("location", location);
    }
    spec.put("target", target);
    return spec;
  }

  /** Any text as the name of an object; empty where it has no letter and no digit. */
  static String name(String text) {
    String name =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return name.length() <= LONGEST_NAME
        ? name
        : name.substring(0, LONGEST_NAME).replaceAll("-+$", "");
  }
}
