package cloud.bleu.cli.option;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the operator itself runs, for verbs that answer what is survived. */
public final class SelfZones {
  @Option(
      names = "--self-zone",
      paramLabel = "ZONE",
      description =
          "The operator runs in this zone, so answers say which loss takes it as well"
              + " (HubOnLostSite). Repeat it for replicas on several sites. Default: as the"
              + " operator's Deployment in the input says.")
  public List<String> names = new ArrayList<>();

  /** The same option as it is typed after another verb, with a space before it. */
  public String typed() {
    StringBuilder typed = new StringBuilder();
    names.forEach(name -> typed.append(" --self-zone ").append(name));
    return typed.toString();
  }
}
