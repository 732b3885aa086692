package cloud.bleu.cli;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.ledger.RecordedDays;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Exports decisions and prints what verbs answer: a program, to be run in any locale.
 *
 * <p>Its first line is the number 6 and the small letter of I as the locale writes them, the rest
 * must not depend on that.
 */
final class LocaleRun {

  private LocaleRun() {}

  /**
   * @param arguments a directory to export to, a file with the private key, one with the public key
   */
  public static void main(String[] arguments) throws IOException {
    print(new PrintStream(System.out, true, StandardCharsets.UTF_8), arguments);
  }

  /** The same in this JVM, in its locale. */
  static void print(PrintStream out, String... arguments) throws IOException {
    out.println(String.format("%d", 6) + " " + "I".toLowerCase(Locale.getDefault()));
    Path export = Path.of(arguments[0]);
    export(export, Files.readString(Path.of(arguments[1])));
    for (List<String> line :
        List.of(
            List.of("plan", "-f", "examples/hospital"),
            List.of("plan", "-f", "examples/hospital", "-o", "json"),
            List.of("explain", "sante/dossier-base", "-f", "examples/hospital", "--lang", "fr"),
            List.of("report", "-f", "examples/hospital", "-o", "oscal"),
            List.of(
                "report", "-f", "examples/hospital", "-o", "csv", "--evidence", export.toString()),
            List.of("report", "-o", "oscal-catalog"),
            List.of("verify", export.toString(), "--trusted-key", arguments[2]),
            List.of("verify", export.toString(), "--trusted-key", arguments[2], "-o", "json"))) {
      Typed typed = Typed.bleu(line.toArray(String[]::new));
      out.println(line.get(0) + " " + typed.code());
      out.println(typed.out() + typed.err());
    }
  }

  private static void export(Path directory, String key) throws IOException {
    try (ChainExport export = ChainExport.open(directory)) {
      RecordedDays days = new RecordedDays(export);
      days.pass(
          EstateTranslator.translate(
                  ManifestObjects.of(
                          ManifestReader.read(
                              List.of("examples/hospital"), InputStream.nullInputStream()))
                      .objects(),
                  Typed.NOW,
                  Map.of())
              .estate());
      days.note(ChainNote.of("Heartbeat", Map.of("workloads", "6")), Typed.NOW.toString());
      days.lose(2);
      days.note(ChainNote.of("Heartbeat", Map.of("workloads", "6")), Typed.NOW.toString());
      export.unsaid().forEach(note -> days.note(note, Typed.NOW.toString()));
      days.sign(SigningKey.signer(key));
    }
  }
}
