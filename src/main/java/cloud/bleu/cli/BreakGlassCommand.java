package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.cli.doctor.CheckedSignatures;
import cloud.bleu.cli.input.BreakGlassWriter;
import cloud.bleu.cli.input.ClusterPerson;
import cloud.bleu.cli.input.KnownZones;
import cloud.bleu.cli.option.ClusterConnection;
import cloud.bleu.cli.option.ClusterOptions;
import cloud.bleu.cli.option.TypedName;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.status.served.UnservedNamespace;
import cloud.bleu.time.DurationText;
import cloud.bleu.translate.policy.BreakGlassAnnotation;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Sets policies aside for one workload in one zone, signs that, or ends it, as the user of the
 * kubeconfig.
 */
@Command(
    name = "break-glass",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sets what policies enforce aside for one workload in one zone, at once and in your name.",
      "For an emergency: it lasts 72 hours at most, and another person countersigns it within 24"
          + " hours. If nobody does, it sets nothing aside from then on, and is a violation. Both"
          + " need the verb break-glass on bleuworkloads. Each step is in the chain of decisions."
    })
final class BreakGlassCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Parameters(
      paramLabel = "WORKLOAD",
      description = "The BleuWorkload: NAMESPACE/NAME, or the name alone.")
  private String typed = "";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Its namespace. Default: that of the context.")
  private @Nullable String namespace;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "The AvailabilityZone where the workload may run all the same. With --countersign: the"
              + " one that you sign for.")
  private @Nullable String zone;

  @Option(
      names = "--until",
      paramLabel = "INSTANT|DURATION",
      description = "When it ends, as 2026-03-01T18:00:00Z, or in how long, as 8h. At most 72h.")
  private @Nullable String until;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, in 3 to 500 characters, for those who read it later.")
  private @Nullable String reason;

  @Option(
      names = "--countersign",
      description =
          "Signs, as a second person, what another one opened, for the zone of --zone. Without"
              + " --zone it says what is open, and signs nothing.")
  private boolean countersign;

  @Option(names = "--end", description = "Ends it: both annotations are removed.")
  private boolean end;

  private final IOStreams streams;

  BreakGlassCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    boolean opens =
        Stream.of(countersign ? null : zone, until, reason).anyMatch(given -> given != null);
    if (Stream.of(opens, countersign, end).filter(asked -> asked).count() != 1) {
      throw new BadInputException(
          "give --zone, --until and --reason to open one, or --countersign and --zone, or --end");
    }
    TypedName meant = TypedName.of(typed, namespace, BleuWorkload.class);
    String name = meant.name();
    ClusterConnection connection = cluster.connection();
    try (KubernetesClient client = connection.client()) {
      String in = meant.namespaceIn(connection, client, BleuWorkload.class);
      BleuWorkload workload =
          client.resources(BleuWorkload.class).inNamespace(in).withName(name).get();
      if (workload == null) {
        throw new BadInputException(
            "there is no BleuWorkload "
                + name
                + " in the namespace "
                + in
                + "; `kubectl get bw -n "
                + in
                + "` lists them");
      }
      String said =
          end
              ? end(client, workload)
              : countersign ? sign(client, workload) : open(client, workload);
      streams.out().print(Table.wrapped(in + "/" + name + " " + said, 2));
      return ExitCode.OK;
    } catch (KubernetesClientException e) {
      throw new BadInputException(
          connection.refusal(
              e,
              "get and patch on bleuworkloads, and the verb break-glass",
              told ->
                  "another tool wrote the annotation, or the workload is another one by now: "
                      + told
                      + "; end it with --end, then write it again"));
    }
  }

  private String open(KubernetesClient client, BleuWorkload workload) {
    Instant now = streams.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    String where = required(zone, "--zone ZONE");
    Instant ends = ends(required(until, "--until 8h"), now);
    String why = required(reason, "--reason TEXT").strip();
    BreakGlass before = BreakGlassAnnotation.opened(workload);
    if (before != null && before.state(now) != BreakGlassState.Expired) {
      throw new BadInputException(
          "one is open: "
              + BreakGlassAnnotation.text(before)
              + "; have it countersigned, or end it with --end");
    }
    KnownZones.require(where, KnownZones.of(client), streams.err());
    String person = ClusterPerson.of(client, "opens one");
    if (!BreakGlassAnnotation.isName(person)) {
      throw new BadInputException(
          "your name in the cluster, "
              + ShownText.visible(person)
              + ", cannot stand in the annotation, as it has a semicolon or a character that is not"
              + " printed; use a user without one");
    }
    String text = BreakGlassAnnotation.text(new BreakGlass(where, now, ends, person, why, null));
    if (BreakGlassAnnotation.opened(text) == null) {
      throw new BadInputException(
          "this cannot be written as "
              + BreakGlassAnnotation.FORM
              + "; give a name of a zone, and a reason of 3 to 500 characters in one line");
    }
    String in = workload.getMetadata().getNamespace();
    CheckedSignatures.require(client, in, now, "opened", streams.err());
    BreakGlassWriter.open(client, workload, text);
    String held =
        UnservedNamespace.isSaidBy(workload)
            ? "the operator may not change objects in its namespace; add it to rbac.namespaces of"
                + " the chart"
            : Boolean.TRUE.equals(workload.getSpec().suspend())
                ? "spec.suspend is true; take that out"
                : null;
    if (held != null) {
      streams
          .err()
          .println("note: nothing moves for " + workload.getMetadata().getName() + ": " + held);
    }
    return "break-glass opened by "
        + person
        + ": what policies enforce is set aside in zone "
        + where
        + " until "
        + ends
        + "; another person has to countersign before "
        + now.plus(BreakGlass.SIGNED_WITHIN)
        + ", with `"
        + Program.name()
        + " break-glass "
        + in
        + "/"
        + workload.getMetadata().getName()
        + " --countersign --zone "
        + where
        + "`";
  }

  private static Instant ends(String text, Instant now) {
    Duration lasts = DurationText.parse(text);
    Instant ends = lasts == null ? instant(text) : now.plus(lasts).truncatedTo(ChronoUnit.SECONDS);
    if (!now.isBefore(ends)) {
      throw new BadInputException("--until " + text + " is not ahead; give an instant that is");
    }
    if (ends.isAfter(now.plus(BreakGlass.LONGEST))) {
      throw new BadInputException(
          "--until "
              + text
              + " is more than "
              + BreakGlass.LONGEST.toHours()
              + " hours ahead; give less, and ask for a waiver for what lasts longer");
    }
    return ends;
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeException e) {
      throw new BadInputException(
          "--until "
              + text
              + " is neither an instant as 2026-03-01T18:00:00Z nor a duration as 8h");
    }
  }

  private static String required(@Nullable String value, String option) {
    if (value == null) {
      throw new BadInputException("give --zone, --until and --reason; missing: " + option);
    }
    return value;
  }

  private String sign(KubernetesClient client, BleuWorkload workload) {
    String text = BreakGlassAnnotation.of(workload);
    BreakGlass opened = BreakGlassAnnotation.opened(workload);
    if (text == null || opened == null) {
      throw new BadInputException(
          text == null
              ? "nothing is open for "
                  + workload.getMetadata().getName()
                  + "; nothing is left to sign"
              : "its annotation cannot be read: " + text + "; open it anew, or end it with --end");
    }
    String second = opened.countersignedBy();
    if (second != null) {
      throw new BadInputException(
          "it is countersigned by " + second + " already; nothing is left to do");
    }
    String signs = ShownText.visible(text);
    if (!opened.zone().equals(zone)) {
      throw new BadInputException(
          (zone == null ? "not signed" : "not signed, as it is not for zone " + zone)
              + "; what is open: "
              + signs
              + "; if that is right, sign it with --countersign --zone "
              + opened.zone());
    }
    String person = ClusterPerson.of(client, "countersigns");
    if (person.equalsIgnoreCase(opened.by())) {
      throw new BadInputException(
          "you are "
              + person
              + ", who opened it, and it takes another person to countersign; ask a colleague");
    }
    CheckedSignatures.require(
        client, workload.getMetadata().getNamespace(), opened.from(), "signed", streams.err());
    streams.out().println("You sign: " + signs);
    streams.out().flush();
    BreakGlassWriter.countersign(
        client, workload, BreakGlassAnnotation.countersignature(person, text));
    return "break-glass countersigned by " + person + " for zone " + opened.zone();
  }

  private static String end(KubernetesClient client, BleuWorkload workload) {
    if (BreakGlassAnnotation.of(workload) == null
        && BreakGlassAnnotation.countersignatureOf(workload) == null) {
      throw new BadInputException("nothing is open for it; nothing is left to end");
    }
    BreakGlassWriter.end(client, workload);
    return "break-glass ended: policies are enforced again with the next pass";
  }
}
