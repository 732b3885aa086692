package cloud.bleu.cli.draft;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fact of a zone that inventories state, under which names, and which values it takes. The names
 * under placement.bleu.cloud are ours, with a slash for labels and properties and without one for
 * claims, whose names are those of objects; the others are those of Kubernetes and of inventories.
 */
enum ZoneFact {
  /** The CloudProvider. */
  PROVIDER(
      "[A-Za-z0-9]([-A-Za-z0-9._ ]*[A-Za-z0-9])?",
      "provider",
      "platform.open-cluster-management.io",
      "spec.provider",
      "provider",
      "cloud"),
  REGION(
      "[A-Za-z0-9]([-A-Za-z0-9._/]*[A-Za-z0-9])?",
      "region",
      "topology.kubernetes.io/region",
      "region.open-cluster-management.io",
      "spec.region",
      "location",
      "region"),
  /** One zone of the cloud is taken as one site, as with nodes. */
  SITE(
      "[A-Za-z0-9]([-A-Za-z0-9._/]*[A-Za-z0-9])?",
      "site",
      "topology.kubernetes.io/zone",
      "spec.zones",
      "spec.zone",
      "zone"),
  COUNTRY("[A-Z]{2}", "country", "country");

  private static final int LONGEST = 63;

  private final Pattern values;
  private final List<String> keys;

  ZoneFact(String values, String own, String... others) {
    this.values = Pattern.compile(values);
    this.keys =
        Stream.concat(
                Stream.of("placement.bleu.cloud/" + own, own + ".placement.bleu.cloud"),
                Stream.of(others))
            .toList();
  }

  /** Whether a statement is about this fact, whatever it says. */
  boolean isNamed(InventoryStatement statement) {
    return keys.contains(statement.key());
  }

  /** Whether the value of a statement is one that the field of a zone takes. */
  boolean takes(InventoryStatement statement) {
    return statement.value().length() <= LONGEST && values.matcher(statement.value()).matches();
  }

  /** The first statement, in the order of the names, whose value the field takes. */
  Optional<InventoryStatement> in(List<InventoryStatement> statements) {
    return keys.stream()
        .flatMap(key -> statements.stream().filter(one -> one.key().equals(key)))
        .filter(this::takes)
        .findFirst();
  }
}
