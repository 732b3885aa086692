package cloud.bleu.cli;

import cloud.bleu.operator.EvidenceOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What `bleu run` keeps of its decisions, and who signs it. */
final class EvidenceArguments {

  @Option(
      names = "--evidence-dir",
      paramLabel = "DIR",
      description =
          "Keep the chain of decisions in this directory, for `bleu verify`. Default: decisions are"
              + " kept in the cluster only, and nothing is signed.")
  private @Nullable Path directory;

  @Option(
      names = "--evidence-retention",
      paramLabel = "DAYS",
      defaultValue = "0",
      description = "Remove segments that are older. Default: ${DEFAULT-VALUE}, never.")
  private int retentionDays;

  @Option(
      names = "--heartbeat",
      paramLabel = "MINUTES",
      defaultValue = "10",
      description =
          "Record as often that the operator runs; twice as long without an entry is a gap. Default:"
              + " ${DEFAULT-VALUE}.")
  private int heartbeatMinutes;

  @Option(
      names = "--checkpoint-entries",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Sign a checkpoint after as many entries. Default: ${DEFAULT-VALUE}.")
  private int checkpointEntries;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "MINUTES",
      defaultValue = "10",
      description =
          "Sign a checkpoint after as long, if there are new entries. Default: ${DEFAULT-VALUE}.")
  private int checkpointMinutes;

  @Option(
      names = "--signer",
      paramLabel = "WORD",
      description =
          "An external signer, as a command; repeat for its arguments. It gets the bytes on standard"
              + " input and answers with the Ed25519 signature. Default: a key in the Secret "
              + EvidenceOptions.SECRET
              + ", with which whoever may read it can sign another chain.")
  private List<String> signer = new ArrayList<>();

  @Option(
      names = "--checkpoint-dir",
      paramLabel = "DIR",
      description = "Write each checkpoint to a file in this directory as well.")
  private @Nullable Path outside;

  @Option(
      names = "--checkpoint-sender",
      paramLabel = "WORD",
      description =
          "Give each checkpoint to this command on standard input; repeat for its arguments.")
  private List<String> sender = new ArrayList<>();

  /**
   * The options, null when nothing is to be kept.
   *
   * @throws Refusal with everything that is wrong with them
   */
  @Nullable EvidenceOptions options() {
    List<String> wrong = new ArrayList<>();
    Path into = directory;
    if (into == null) {
      if (!signer.isEmpty() || outside != null || !sender.isEmpty()) {
        wrong.add(
            "--signer, --checkpoint-dir and --checkpoint-sender need an export; give --evidence-dir");
      }
    } else if (Files.exists(into) && !Files.isDirectory(into)) {
      wrong.add(into + ": not a directory; check the path given with --evidence-dir");
    }
    if (outside != null && !Files.isDirectory(outside)) {
      wrong.add(outside + ": no such directory; make it, or check --checkpoint-dir");
    }
    atLeastOne("--heartbeat", heartbeatMinutes, wrong);
    atLeastOne("--checkpoint-entries", checkpointEntries, wrong);
    atLeastOne("--checkpoint-minutes", checkpointMinutes, wrong);
    if (retentionDays < 0) {
      wrong.add("--evidence-retention " + retentionDays + ": give 0 or a number of days");
    }
    if (!wrong.isEmpty()) {
      throw new Refusal(wrong);
    }
    return into == null
        ? null
        : new EvidenceOptions(
            into,
            Duration.ofMinutes(heartbeatMinutes),
            checkpointEntries,
            Duration.ofMinutes(checkpointMinutes),
            Duration.ofDays(retentionDays),
            signer,
            outside,
            sender);
  }

  private static void atLeastOne(String option, int value, List<String> wrong) {
    if (value < 1) {
      wrong.add(option + " " + value + ": give a number of at least 1");
    }
  }
}
