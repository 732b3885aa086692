package cloud.bleu.cli.whatif;

import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Refusal;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.finding.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A loss that a person names: a zone, a site, a region or a provider by its name, or {@code
 * site/NAME} where two of these have one name and are not the same zones.
 *
 * @param name for people: {@code site par7s}
 */
record Loss(String name, Set<String> zones) {
  private static final List<Scope> SCOPES =
      List.of(Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER);

  /**
   * What is meant.
   *
   * @throws Refusal if nothing has that name, or several things have
   */
  static Loss typed(String text, Estate estate) {
    List<Loss> found = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>();
    for (Scope scope : SCOPES) {
      String label = scope.name().toLowerCase(Locale.ROOT);
      for (Zone zone : estate.zones()) {
        String value = String.valueOf(scope.valueIn(zone));
        names.add(value);
        Loss loss = new Loss(label + " " + value, zones(estate, scope, value));
        if ((value.equals(text) || (label + "/" + value).equals(text))
            && found.stream().noneMatch(l -> l.zones.equals(loss.zones))) {
          found.add(loss);
        }
      }
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw new Refusal(
          "no zone, site, region or provider is called "
              + Problem.quote(text)
              + NearestName.of(text, names).map(n -> "; did you mean " + n + "?").orElse("")
              + "; `"
              + Program.name()
              + " explain WORKLOAD` lists zones, sites and regions");
    }
    throw new Refusal(
        Problem.quote(text)
            + " is more than one; give one of "
            + found.stream().map(l -> l.name.replace(' ', '/')).collect(Collectors.joining(", ")));
  }

  private static Set<String> zones(Estate estate, Scope scope, String value) {
    return estate.zones().stream()
        .filter(z -> value.equals(scope.valueIn(z)))
        .map(Zone::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The zone as the loss leaves it. */
  Zone applied(Zone zone, Estate estate) {
    return zones.contains(zone.name())
        ? zone.withState(ZoneState.Lost, estate.now(), estate.now())
        : zone;
  }
}
