package cloud.bleu.cli.whatif;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.simulation.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A loss that a person names: a zone, a site, a region or a provider by its name, or {@code
 * site/NAME} where two of these have one name and are not the same zones; a hazard always as {@code
 * flood/NAME}, by its key.
 */
public final class TypedLoss {
  private TypedLoss() {}

  /**
   * What is meant.
   *
   * @throws BadInputException if nothing has that name, or several things have
   */
  public static Loss of(String text, Estate estate) {
    List<Loss> found = found(text, estate);
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      TreeSet<String> names = new TreeSet<>();
      for (Loss loss : Loss.all(estate)) {
        names.add(loss.scope().isHazard() ? loss.typed() : loss.value());
      }
      throw new BadInputException(
          "no zone, site, region or provider is called "
              + ShownText.quote(text)
              + NearestName.of(text, names).map(n -> " (did you mean " + n + "?)").orElse("")
              + (text.contains(",") ? "; give --lose once for each" : "")
              + "; `"
              + Program.name()
              + " explain WORKLOAD` lists zones, sites and regions; a hazard is written as"
              + " KEY/VALUE, as in failureDomains of the zones");
    }
    throw new BadInputException(
        ShownText.quote(text)
            + " is more than one; give one of "
            + found.stream().map(Loss::typed).collect(Collectors.joining(", ")));
  }

  /** Whether a zone, a site, a region, a provider or a hazard has that name. */
  public static boolean isNamed(String text, Estate estate) {
    return !found(text, estate).isEmpty();
  }

  private static List<Loss> found(String text, Estate estate) {
    List<Loss> found = new ArrayList<>();
    for (Loss loss : Loss.all(estate)) {
      boolean named = loss.typed().equals(text);
      if ((named || !loss.scope().isHazard() && loss.value().equals(text))
          && found.stream().noneMatch(l -> l.zones().equals(loss.zones()))) {
        found.add(loss);
      }
    }
    return found;
  }
}
