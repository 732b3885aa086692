package cloud.bleu.placement.simulation;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Zones that are lost at once, as a person reports it: a zone, or everything on one site, in one
 * region, of one provider, or within reach of one hazard.
 *
 * @param value the name that the zones share in that scope
 * @param zones by name; empty when no zone has that value
 */
public record Loss(Scope scope, String value, SortedSet<String> zones) {

  public Loss {
    zones = Collections.unmodifiableSortedSet(new TreeSet<>(zones));
  }

  /** The loss of that value of a scope, as an estate has it. */
  public static Loss of(Scope scope, String value, Estate estate) {
    TreeSet<String> zones = new TreeSet<>();
    for (Zone zone : estate.zones()) {
      if (value.equals(scope.valueIn(zone))) {
        zones.add(zone.name());
      }
    }
    return new Loss(scope, value, zones);
  }

  /** Every loss that has a name: zones, sites, regions, providers, then hazards; each by value. */
  public static List<Loss> all(Estate estate) {
    TreeSet<Scope> hazards = new TreeSet<>();
    for (Zone zone : estate.zones()) {
      zone.failureDomains().keySet().forEach(key -> hazards.add(Scope.hazard(key)));
    }
    List<Scope> scopes =
        new ArrayList<>(List.of(Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER));
    scopes.addAll(hazards);
    List<Loss> all = new ArrayList<>();
    for (Scope scope : scopes) {
      TreeSet<String> values = new TreeSet<>();
      for (Zone zone : estate.zones()) {
        String value = scope.valueIn(zone);
        if (value != null && !(scope.isHazard() && value.equals(Scope.UNKNOWN))) {
          values.add(value);
        }
      }
      values.forEach(value -> all.add(of(scope, value, estate)));
    }
    return all;
  }

  /** {@code site par7s} or {@code hazard flood seine}, for people. */
  public String name() {
    return label() + " " + value;
  }

  private String label() {
    return scope.isHazard() ? "hazard " + scope.key() : scope.name().toLowerCase(Locale.ROOT);
  }

  /** {@code site/par7s} or {@code flood/seine}, as it is typed where one name means several. */
  public String typed() {
    return (scope.isHazard() ? scope.key() : label()) + "/" + value;
  }

  /** The zone as the loss leaves it at an instant. */
  public Zone applied(Zone zone, Instant at) {
    return zones.contains(zone.name()) ? zone.withState(ZoneState.Lost, at, at) : zone;
  }

  /** The estate as the loss leaves it, before anybody has decided anything. */
  public Estate applied(Estate estate) {
    List<Zone> left = estate.zones().stream().map(zone -> applied(zone, estate.now())).toList();
    return estate.withZones(left);
  }
}
