package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the operator itself runs, for verbs that answer what is survived. */
public final class SelfZones {

  /** Names that a person reads in a message. */
  private static final int NAMED = 8;

  @Option(
      names = "--self-zone",
      paramLabel = "ZONE",
      description =
          "The operator runs in this zone, so answers say which loss takes it as well"
              + " (HubOnLostSite). Repeat it for replicas on several sites. Default: as the"
              + " operator's Deployment in the input says.")
  public List<String> names = new ArrayList<>();

  /**
   * The estate with the operator in these zones; as it is where none is given.
   *
   * @throws BadInputException if one is no zone of the estate
   */
  public Estate in(Estate estate) {
    List<String> zones = estate.zones().stream().map(Zone::name).toList();
    for (String name : names) {
      if (estate.zone(name) == null) {
        throw new BadInputException(
            "--self-zone "
                + ShownText.quote(name)
                + " is no zone of the input"
                + NamedZones.instead(name, zones, NAMED, ", which has none"));
      }
    }
    return names.isEmpty() ? estate : estate.operatedFrom(names);
  }

  /**
   * This option as it is typed after another verb, with a space before each; empty if not given.
   */
  public String typed() {
    StringBuilder typed = new StringBuilder();
    names.forEach(name -> typed.append(" --self-zone ").append(name));
    return typed.toString();
  }
}
