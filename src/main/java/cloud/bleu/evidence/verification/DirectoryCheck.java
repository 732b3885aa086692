package cloud.bleu.evidence.verification;

import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.export.BaselineSearch;
import cloud.bleu.evidence.input.InputDocuments;
import cloud.bleu.evidence.input.InputReach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Checks that a directory has what belongs there and nothing else, whatever its files say. */
final class DirectoryCheck {

  /** What belongs there beside the chain, and what a file system puts there itself. */
  private static final Set<String> KNOWN =
      Set.of(
          EvidenceFiles.CHAIN,
          EvidenceFiles.INPUTS,
          EvidenceFiles.CHECKPOINTS,
          EvidenceFiles.PERSONS,
          EvidenceFiles.UNSAID,
          EvidenceFiles.UNSENT,
          EvidenceFiles.LOCK,
          "lost+found");

  /** Names that people get to read one by one. */
  private static final int MOST = 5;

  private final Path directory;
  private final Set<String> roots = new HashSet<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<ChainFault> faults = new ArrayList<>();

  DirectoryCheck(Path directory) {
    this.directory = directory;
  }

  void entry(ChainLine line) {
    String inputs = line.text("inputs", "");
    if (!inputs.isEmpty()) {
      roots.add(inputs);
    }
  }

  /**
   * Ends the check.
   *
   * @param documents that were read
   * @param bound whether what is known is bound to the chain: then nobody reads the files in which
   *     older releases kept it
   */
  void end(InputDocuments documents, boolean bound) throws IOException {
    for (String part : List.of(EvidenceFiles.CHAIN, EvidenceFiles.INPUTS)) {
      Path file = directory.resolve(part);
      if (EvidenceFiles.exists(file) && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        faults.add(
            new ChainFault(
                Code.NotRegular, part, "it is no directory, or a link to one elsewhere"));
      }
    }
    list(
        directory,
        "",
        name -> !KNOWN.contains(name) && (bound || !BaselineSearch.OLD_FILES.contains(name)));
    list(
        directory.resolve(EvidenceFiles.CHAIN),
        EvidenceFiles.CHAIN + "/",
        name -> !name.endsWith(EvidenceFiles.SUFFIX));
    Set<String> read = new HashSet<>();
    documents
        .asked()
        .forEach(d -> read.add(EvidenceFiles.input(directory, d).getFileName().toString()));
    InputReach others = new InputReach(directory);
    for (String root : roots) {
      if (!documents.isWhole(root)) {
        reach(others, root);
      }
    }
    others
        .reached()
        .forEach(d -> read.add(EvidenceFiles.input(directory, d).getFileName().toString()));
    list(
        directory.resolve(EvidenceFiles.INPUTS),
        EvidenceFiles.INPUTS + "/",
        name -> !read.contains(name));
  }

  /** Of what was not decided again: as far as it can be read. */
  private static void reach(InputReach reach, String root) {
    try {
      reach.add(root);
    } catch (IOException | IllegalArgumentException e) {
      // The decision that names it is a fault, or is said not to be evaluated.
      return;
    }
  }

  private void list(Path in, String before, Predicate<String> unread) throws IOException {
    if (!Files.isDirectory(in)) {
      return;
    }
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(in)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(unread)
          .forEach(name -> names.add(before + name.replaceAll("\\p{Cntrl}", "?")));
    }
    if (!names.isEmpty()) {
      String shown = String.join(", ", names.stream().limit(MOST).toList());
      int more = names.size() - MOST;
      remarks.add(
          shown
              + (more > 0 ? " and " + more + " more are" : names.size() == 1 ? " is" : " are")
              + " in the directory, and no entry leads there");
    }
  }

  /** What is there and proves nothing, as sentences. */
  List<String> remarks() {
    return remarks;
  }

  List<ChainFault> faults() {
    return faults;
  }
}
