package cloud.bleu.expression;

import cloud.bleu.placement.estate.StatedFacts;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.StatedFact.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The facts that an expression reads: for each field that its text names the group in which it
 * stands, or the field itself where it is in none. Which of them decided cannot be told.
 */
final class ReadFacts {

  /** Groups by the path of a variable that leads to them, the longest that fits counts. */
  private static final Map<String, List<Kind>> GROUPS =
      Map.ofEntries(
          Map.entry("zone.site", List.of(Kind.Site)),
          Map.entry("zone.siteProvenance", List.of(Kind.Site)),
          Map.entry("zone.location", List.of(Kind.Location)),
          Map.entry("zone.location.coordinates", List.of(Kind.Coordinates)),
          Map.entry("zone.location.coordinatesProvenance", List.of(Kind.Coordinates)),
          Map.entry("zone.failureDomains", List.of(Kind.FailureDomains)),
          Map.entry("zone.failureDomainsProvenance", List.of(Kind.FailureDomains)),
          Map.entry("zone.homologations", List.of(Kind.Homologation)),
          Map.entry("zone.maintenance", List.of(Kind.Maintenance)),
          Map.entry("zone.equipment", List.of(Kind.Storage, Kind.Registries, Kind.Egress)),
          Map.entry("zone.equipment.storage", List.of(Kind.Storage)),
          Map.entry("zone.equipment.registries", List.of(Kind.Registries)),
          Map.entry("zone.equipment.egress", List.of(Kind.Egress)),
          Map.entry("provider.legalEntity", List.of(Kind.LegalEntity)),
          Map.entry("provider.ownership", List.of(Kind.Ownership)),
          Map.entry("provider.operations", List.of(Kind.Operations)),
          Map.entry("provider.suppliers", List.of(Kind.Supplier)),
          Map.entry("offerings", List.of(Kind.Offering)),
          Map.entry("offerings.layers", List.of(Kind.Layers)),
          Map.entry("offerings.services", List.of(Kind.Services)),
          Map.entry("offerings.agreement", List.of(Kind.Agreement)),
          Map.entry("offerings.qualifications", List.of(Kind.Qualification)));

  /** Where a workload keeps what its template and its residency say. */
  private static final String CLOSURE = "closure.";

  /** Of the values of a list together, in characters. */
  private static final int LONGEST = 100;

  private final ZoneRule.Question question;
  private final Set<StatedFact> facts = new LinkedHashSet<>();

  private ReadFacts(ZoneRule.Question question) {
    this.question = question;
  }

  /**
   * What an expression reads of a question.
   *
   * @param read paths as {@link Paths#read()} gives them
   */
  static List<StatedFact> of(Set<String> read, ZoneRule.Question question) {
    ReadFacts found = new ReadFacts(question);
    leaves(read).forEach(found::add);
    return List.copyOf(found.facts);
  }

  /** Without what selects an element, and without what only leads to another one. */
  static List<String> leaves(Set<String> read) {
    TreeSet<String> plain = new TreeSet<>();
    read.forEach(path -> plain.add(path.replaceAll("\\[[^\\]]*\\]", "")));
    return plain.stream()
        .filter(path -> plain.stream().noneMatch(p -> p.startsWith(path + ".")))
        .toList();
  }

  /**
   * The kinds of facts that an expression reads.
   *
   * @param read paths as {@link Paths#read()} gives them
   */
  static Set<Kind> kinds(Set<String> read) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    leaves(read).forEach(path -> kinds.addAll(kinds(path)));
    return kinds;
  }

  private static List<Kind> kinds(String path) {
    // Of a provider as a whole its offerings are those that the zone is made of.
    String about = path.startsWith("provider.offerings") ? path.substring(9) : path;
    for (String group = about; !group.isEmpty(); group = owner(group)) {
      List<Kind> kinds = GROUPS.get(group);
      if (kinds != null) {
        return kinds;
      }
    }
    return List.of();
  }

  private void add(String path) {
    List<Kind> kinds = kinds(path);
    if (!kinds.isEmpty()) {
      kinds.forEach(kind -> facts.addAll(StatedFacts.of(question, kind)));
      return;
    }
    int dot = path.indexOf('.');
    if (dot > 0 && !path.substring(dot).equals(".name")) {
      field(path.substring(0, dot), path.substring(dot + 1));
    }
  }

  private static String owner(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  private void field(String variable, String field) {
    String title =
        switch (variable) {
          case "zone" -> "zone " + question.zone().name();
          case "provider" -> "provider " + question.zone().provider();
          default -> "the workload";
        };
    Object value = value(Variables.of(question).get(variable), List.of(field.split("\\.")));
    facts.add(StatedFacts.field(shown(field), title, words(value), value != null));
  }

  /** As a policy writes it: what a template says is told without where the model keeps it. */
  private static String shown(String field) {
    return field.startsWith(CLOSURE) ? field.substring(CLOSURE.length()) : field;
  }

  /** What stands at the end of a path: of a list what stands there in any of its elements. */
  private static @Nullable Object value(@Nullable Object holder, List<String> steps) {
    if (holder == null || steps.isEmpty()) {
      return holder;
    }
    if (holder instanceof List<?> list) {
      List<Object> found = new ArrayList<>();
      for (Object element : list) {
        Object value = value(element, steps);
        if (value instanceof List<?> values) {
          found.addAll(values);
        } else if (value != null) {
          found.add(value);
        }
      }
      return found.isEmpty() ? null : found;
    }
    return holder instanceof Map<?, ?> map
        ? value(map.get(steps.get(0)), steps.subList(1, steps.size()))
        : null;
  }

  /** Of texts themselves, each of them once; of what has fields of its own nothing. */
  private static String words(@Nullable Object value) {
    if (!(value instanceof List<?> list)) {
      return value == null || value instanceof Map<?, ?> ? "" : value.toString();
    }
    Set<String> items = new LinkedHashSet<>();
    for (Object item : list) {
      if (item instanceof Map<?, ?> || item instanceof List<?>) {
        return "";
      }
      items.add(String.valueOf(item));
    }
    return joined(List.copyOf(items));
  }

  /** As many of them as fit, and how many there are beside. */
  private static String joined(List<String> items) {
    int shown = items.size();
    String text = String.join(", ", items);
    while (text.length() > LONGEST && shown > 1) {
      shown--;
      text =
          String.join(", ", items.subList(0, shown)) + " and " + (items.size() - shown) + " more";
    }
    return text;
  }
}
