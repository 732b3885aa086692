package cloud.bleu.cli;

import cloud.bleu.cli.input.ExportDirectory;
import cloud.bleu.cli.option.OutputOptions;
import cloud.bleu.cli.plan.VerificationText;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.translate.policy.OwnRules;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks exported decisions without a cluster. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Checks a chain of decisions that `bleu run --evidence-dir` exported, without a cluster: the"
          + " chain, the signatures, and each decision by deciding it once more.",
      "",
      "Exit codes: 0 it holds as far as it is signed; 2 it fails verification, or nothing is signed, or,"
          + " with --signed, not all of it; 1 bad input."
    })
final class VerifyCommand implements Callable<Integer> {

  private static final String GIVE =
      "give a file that the operator sent out, or its --checkpoint-dir with all of them";

  /** What the operator calls a file that it still writes. */
  private static final String UNFINISHED = ".next";

  @Parameters(paramLabel = "DIR", description = "The directory of the export.")
  private @Nullable Path directory;

  @Option(
      names = "--trusted-key",
      paramLabel = "FILE",
      required = true,
      description =
          "PEM file with the Ed25519 public key, or keys, that may have signed. It must not come"
              + " from the directory that is checked.")
  private @Nullable Path trusted;

  @Option(
      names = "--checkpoint",
      paramLabel = "PATH",
      description =
          "A file with a checkpoint that was kept elsewhere, or a directory with such files:"
              + " nothing up to its entry may be missing. Can be repeated.")
  private List<Path> checkpoints = new ArrayList<>();

  @Option(
      names = "--origin",
      paramLabel = "UID",
      description =
          "The cluster that the chain must be of, by the uid of its namespace kube-system. Default:"
              + " any; the answer says which.")
  private @Nullable String origin;

  @Option(
      names = "--signed",
      description =
          "Exit with 2 as well if entries are not signed, at the end or before a gap. An operator signs"
              + " those at the end within minutes, and whoever can write the files can have written them.")
  private boolean signed;

  @Mixin private OutputOptions output = new OutputOptions();

  private final IOStreams streams;

  VerifyCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    List<String> refusals = new ArrayList<>();
    List<PublicKey> keys = keys(Objects.requireNonNull(trusted), refusals);
    List<Checkpoint> outside = new ArrayList<>();
    checkpoints.forEach(file -> outside(file, outside, refusals));
    Path export = Objects.requireNonNull(directory);
    String refusal = ExportDirectory.refusal(export);
    if (refusal != null) {
      refusals.add(refusal);
    }
    if (!refusals.isEmpty()) {
      throw new BadInputException(refusals);
    }
    try {
      VerificationReport report =
          Verification.verify(
              export, keys, outside, OwnRules::of, streams.clock().instant(), origin);
      streams
          .out()
          .print(
              !output.format.isTree()
                  ? VerificationText.of(report, signed)
                  : output.format.write(VerificationText.tree(report, signed)));
      return VerificationText.isAsAsked(report, signed)
          ? ExitCode.OK
          : ExitCode.VERIFICATION_FAILED;
    } catch (IOException e) {
      throw new BadInputException(export + ": cannot be read: " + e.getMessage());
    }
  }

  private static List<PublicKey> keys(Path file, List<String> refusals) {
    String text = read(file, "--trusted-key", refusals);
    try {
      return text == null ? List.of() : SigningKey.publicKeys(text);
    } catch (IllegalArgumentException e) {
      refusals.add(
          file + ": " + e.getMessage() + "; give the public key as PEM with --trusted-key");
      return List.of();
    }
  }

  /** The checkpoints of what was given: a file, or a directory of them. */
  private static void outside(Path given, List<Checkpoint> all, List<String> refusals) {
    files(given, refusals).forEach(file -> checkpoints(file, all, refusals));
  }

  private static void checkpoints(Path file, List<Checkpoint> all, List<String> refusals) {
    String text = read(file, "--checkpoint", refusals);
    if (text == null) {
      return;
    }
    // Whoever gives a checkpoint wants the chain held to it, which no checkpoint does.
    if (text.isBlank()) {
      refusals.add(file + ": no checkpoint is in it; " + GIVE);
      return;
    }
    for (String line : text.lines().toList()) {
      try {
        all.add(Checkpoint.read(line));
      } catch (IllegalArgumentException e) {
        refusals.add(file + ": " + e.getMessage() + "; " + GIVE);
      }
    }
  }

  /** The files of a directory in the order of their names, else the file itself. */
  private static List<Path> files(Path given, List<String> refusals) {
    if (!Files.isDirectory(given)) {
      return List.of(given);
    }
    try (Stream<Path> all = Files.list(given)) {
      List<Path> files =
          all.filter(file -> !Files.isDirectory(file))
              .filter(file -> !file.getFileName().toString().endsWith(UNFINISHED))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        refusals.add(given + ": no checkpoint is in it; " + GIVE);
      }
      return files;
    } catch (IOException e) {
      refusals.add(given + ": cannot be read: " + e.getMessage());
      return List.of();
    }
  }

  private static @Nullable String read(Path file, String option, List<String> refusals) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        refusals.add(file + ": not a file; copy it to one, and give that with " + option);
        return null;
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      refusals.add(file + ": no such file; check the path given with " + option);
    } catch (CharacterCodingException e) {
      refusals.add(file + ": not text in UTF-8; check the path given with " + option);
    } catch (IOException e) {
      refusals.add(file + ": cannot be read: " + e.getMessage());
    }
    return null;
  }
}
