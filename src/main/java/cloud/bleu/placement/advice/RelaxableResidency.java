package cloud.bleu.placement.advice;

import cloud.bleu.placement.constraint.RelaxableItem.Group;
import cloud.bleu.placement.constraint.RelaxableItem.Step;
import cloud.bleu.placement.constraint.RelaxableItems;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a workload could ask less of in {@code spec.residency}: its own rules, none of a policy.
 * First one name more is allowed, or one less denied; then the first two, and so on up to all
 * names.
 */
final class RelaxableResidency {
  /** Names that are written out; of more, so many. */
  private static final int LISTED = 8;

  private final Workload workload;
  private final List<Zone> zones;
  private final Estate estate;
  private final RelaxableItems items;

  private RelaxableResidency(RelaxableItems items) {
    this.estate = items.estate();
    this.workload = items.workload();
    this.zones = items.zones();
    this.items = items;
  }

  static void collect(RelaxableItems items) {
    new RelaxableResidency(items).collect();
  }

  private void collect() {
    for (int i = 0; i < workload.rules().size(); i++) {
      BoundRule bound = workload.rules().get(i);
      if (bound.policy() == null) {
        String id = bound.rule().declaration().id();
        String path = "spec.residency." + id;
        if (id.equals("countries")) {
          widen(i, bound, id, path);
        } else if (nameOf(id, zones.get(0)) != null) {
          widen(i, bound, "allow", path + ".allow");
          narrow(i, bound, path + ".deny");
        }
      }
    }
  }

  /** By what a rule tells zones apart, null if it is no rule of residency or it is not known. */
  private static @Nullable String nameOf(String rule, Zone zone) {
    return switch (rule) {
      case "countries" -> zone.location().country();
      case "providers" -> zone.provider();
      case "regions" -> zone.region();
      case "zones" -> zone.name();
      default -> null;
    };
  }

  /** Names of zones that this rule excludes, and that policies allow. */
  private TreeSet<String> excluded(BoundRule bound) {
    TreeSet<String> names = new TreeSet<>();
    for (Zone zone : zones) {
      String name = nameOf(bound.rule().declaration().id(), zone);
      if (name != null && !name.isEmpty() && bound.evaluate(workload, zone, estate).excludes()) {
        names.add(name);
      }
    }
    return names;
  }

  private void widen(int at, BoundRule bound, String parameter, String path) {
    List<String> now = bound.parameters().texts(parameter, List.of());
    TreeSet<String> more = excluded(bound);
    more.removeAll(now);
    if (now.isEmpty() || more.isEmpty()) {
      return;
    }
    List<Step> steps = new ArrayList<>();
    for (String name : more) {
      steps.add(step(at, parameter, with(now, List.of(name)), more));
    }
    List<String> first = new ArrayList<>();
    for (String name : more) {
      first.add(name);
      if (first.size() > 1) {
        steps.add(step(at, parameter, with(now, first), more));
      }
    }
    items.add(Group.Residency, path, written(now, more), steps);
  }

  private void narrow(int at, BoundRule bound, String path) {
    List<String> now = bound.parameters().texts("deny", List.of());
    TreeSet<String> fewer = excluded(bound);
    fewer.retainAll(now);
    if (fewer.isEmpty()) {
      return;
    }
    List<Step> steps = new ArrayList<>();
    for (String name : fewer) {
      steps.add(step(at, "deny", now.stream().filter(n -> !n.equals(name)).toList(), fewer));
    }
    List<String> rest = new ArrayList<>(now);
    for (String name : fewer) {
      rest.remove(name);
      if (now.size() - rest.size() > 1) {
        steps.add(step(at, "deny", List.copyOf(rest), fewer));
      }
    }
    items.add(Group.Residency, path, written(now, fewer), steps);
  }

  private static List<String> with(List<String> now, Iterable<String> more) {
    List<String> all = new ArrayList<>(now);
    more.forEach(all::add);
    return all;
  }

  private static Step step(int at, String parameter, List<String> to, Set<String> changed) {
    return new Step(
        () -> written(to, changed),
        draft -> {
          BoundRule b = draft.rules.get(at);
          TreeMap<String, Object> values = new TreeMap<>(b.parameters().values());
          values.put(parameter, to);
          Parameters parameters = new Parameters(values);
          draft.rules.set(
              at,
              new BoundRule(
                  b.rule(),
                  b.name(),
                  b.policy(),
                  b.action(),
                  b.onViolation(),
                  parameters,
                  b.rule().requirements(parameters)));
        });
  }

  /** As YAML has it; of a long list the first names, those that matter before the others. */
  private static String written(List<String> names, Set<String> first) {
    List<String> sorted = new ArrayList<>(names);
    sorted.sort(
        Comparator.comparing((String n) -> names.size() > LISTED && !first.contains(n))
            .thenComparing(Comparator.naturalOrder()));
    return sorted.size() <= LISTED
        ? sorted.toString()
        : "["
            + String.join(", ", sorted.subList(0, LISTED))
            + "] and "
            + (sorted.size() - LISTED)
            + " more";
  }
}
