package cloud.bleu.cli.whatif;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another capacity of a zone, as a percentage of the one it has. Measured capacity loses nodes, the
 * last by name first, until no more than that is left.
 */
record Shrinkage(String zone, int percent) {
  private static final Pattern TYPED = Pattern.compile("([^=]+)=([0-9]{1,4})%");
  private static final int ALL = 100;

  /**
   * What is meant by {@code ZONE=50%}.
   *
   * @throws BadInputException if it is written in another way, or there is no such zone
   */
  static Shrinkage typed(String text, Estate estate) {
    Matcher matcher = TYPED.matcher(text);
    if (!matcher.matches()) {
      throw new BadInputException(
          "--capacity " + ShownText.quote(text) + " is not of the form ZONE=50%; write it so");
    }
    Zone zone = estate.zone(matcher.group(1));
    if (zone == null) {
      throw new BadInputException(
          "there is no zone "
              + ShownText.quote(matcher.group(1))
              + NearestName.of(matcher.group(1), estate.zones().stream().map(Zone::name).toList())
                  .map(n -> "; did you mean " + n + "? ")
                  .orElse("; ")
              + "`"
              + Program.name()
              + " explain WORKLOAD` lists them");
    }
    int percent = Integer.parseInt(matcher.group(2));
    if (zone.capacity() instanceof Capacity.Unknown) {
      throw new BadInputException(
          "the capacity of " + zone.name() + " is not known; declare spec.capacity");
    }
    if (percent > ALL && zone.capacity() instanceof Capacity.Measured) {
      throw new BadInputException(
          "the capacity of "
              + zone.name()
              + " is measured on its nodes, so more than 100% of it is not known; give Nodes with"
              + " -f, or declare spec.capacity");
    }
    if (percent > ALL && zone.capacity() instanceof Capacity.Reported) {
      throw new BadInputException(
          "the capacity of "
              + zone.name()
              + " is what was seen of its cluster, so more than 100% of it is not known; declare"
              + " spec.capacity");
    }
    return new Shrinkage(zone.name(), percent);
  }

  /** The zone with that capacity, if it is the one. */
  Zone applied(Zone other) {
    return other.name().equals(zone) ? other.withCapacity(scaled(other.capacity())) : other;
  }

  private Capacity scaled(Capacity capacity) {
    if (capacity instanceof Capacity.Measured measured) {
      List<Capacity.Node> nodes = new ArrayList<>(measured.nodes());
      nodes.sort((a, b) -> a.name().compareTo(b.name()));
      return new Capacity.Measured(
          nodes.subList(0, nodes.size() * percent / ALL), measured.usablePercent());
    }
    TreeMap<String, Long> total = new TreeMap<>();
    capacity
        .total()
        .amounts()
        .forEach((r, v) -> total.put(r, v / ALL * percent + v % ALL * percent / ALL));
    Quantities scaled = new Quantities(total);
    if (capacity instanceof Capacity.Declared declared) {
      return new Capacity.Declared(scaled, declared.largestNode(), declared.usablePercent());
    }
    return capacity instanceof Capacity.Reported reported
        ? new Capacity.Reported(
            scaled, reported.origin(), reported.seen(), reported.usablePercent())
        : capacity;
  }
}
