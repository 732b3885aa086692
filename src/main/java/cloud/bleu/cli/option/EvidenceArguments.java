package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.operator.config.EvidenceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What `bleu run` keeps of its decisions, and who signs it. */
public final class EvidenceArguments {

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
      description = "Remove segments that are older. Default: 0, never.")
  private @Nullable Integer retentionDays;

  @Option(
      names = "--heartbeat",
      paramLabel = "MINUTES",
      description =
          "Record as often that the operator runs; twice as long without an entry is a gap. Default:"
              + " 10.")
  private @Nullable Integer heartbeatMinutes;

  @Option(
      names = "--checkpoint-entries",
      paramLabel = "N",
      description = "Sign a checkpoint after as many entries. Default: 1000.")
  private @Nullable Integer checkpointEntries;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "MINUTES",
      description = "Sign a checkpoint after as long, if there are new entries. Default: 10.")
  private @Nullable Integer checkpointMinutes;

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
      names = "--signer-public-key",
      paramLabel = "FILE",
      description =
          "PEM file with the Ed25519 public key, or keys, of the external signer: what it signs with"
              + " none of them is refused. Default: its signatures are not checked.")
  private @Nullable Path signerKey;

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
   * @throws BadInputException with everything that is wrong with them
   */
  public @Nullable EvidenceOptions options() {
    List<String> wrong = new ArrayList<>();
    Path into = directory;
    if (into == null) {
      List<String> idle = given();
      if (!idle.isEmpty()) {
        wrong.add(
            String.join(", ", idle)
                + (idle.size() == 1 ? " does" : " do")
                + " nothing without an export; give --evidence-dir too, or leave "
                + (idle.size() == 1 ? "it" : "them")
                + " out");
      }
    } else if (Files.exists(into) && !Files.isDirectory(into)) {
      wrong.add(into + ": not a directory; check the path given with --evidence-dir");
    }
    if (outside != null && !Files.isDirectory(outside)) {
      wrong.add(outside + ": no such directory; make it, or check --checkpoint-dir");
    }
    List<PublicKey> signerKeys = signerKeys(wrong);
    atLeastOne("--heartbeat", heartbeatMinutes, wrong);
    atLeastOne("--checkpoint-entries", checkpointEntries, wrong);
    atLeastOne("--checkpoint-minutes", checkpointMinutes, wrong);
    if (retentionDays != null && retentionDays < 0) {
      wrong.add("--evidence-retention " + retentionDays + ": give 0 or a number of days");
    }
    if (!wrong.isEmpty()) {
      throw new BadInputException(wrong);
    }
    return into == null
        ? null
        : new EvidenceOptions(
            into,
            Duration.ofMinutes(or(heartbeatMinutes, 10)),
            or(checkpointEntries, 1000),
            Duration.ofMinutes(or(checkpointMinutes, 10)),
            Duration.ofDays(or(retentionDays, 0)),
            signer,
            signerKeys,
            outside,
            sender);
  }

  private List<PublicKey> signerKeys(List<String> wrong) {
    Path file = signerKey;
    if (file == null) {
      return List.of();
    }
    if (directory != null && signer.isEmpty()) {
      wrong.add(
          "--signer-public-key does nothing without an external signer; give --signer too, or leave it out");
    }
    try {
      return SigningKey.publicKeys(Files.readString(file));
    } catch (NoSuchFileException e) {
      wrong.add(file + ": no such file; check the path given with --signer-public-key");
    } catch (IOException e) {
      wrong.add(file + ": cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      wrong.add(
          file + ": " + e.getMessage() + "; give the public key as PEM with --signer-public-key");
    }
    return List.of();
  }

  /** The options that were given and only say how an export is made. */
  private List<String> given() {
    List<String> given = new ArrayList<>();
    add(given, "--evidence-retention", retentionDays != null);
    add(given, "--heartbeat", heartbeatMinutes != null);
    add(given, "--checkpoint-entries", checkpointEntries != null);
    add(given, "--checkpoint-minutes", checkpointMinutes != null);
    add(given, "--signer", !signer.isEmpty());
    add(given, "--signer-public-key", signerKey != null);
    add(given, "--checkpoint-dir", outside != null);
    add(given, "--checkpoint-sender", !sender.isEmpty());
    return given;
  }

  private static void add(List<String> given, String option, boolean isGiven) {
    if (isGiven) {
      given.add(option);
    }
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  private static void atLeastOne(String option, @Nullable Integer value, List<String> wrong) {
    if (value != null && value < 1) {
      wrong.add(option + " " + value + ": give a number of at least 1");
    }
  }
}
