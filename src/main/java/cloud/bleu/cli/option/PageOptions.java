package cloud.bleu.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the page of an estate tells of, and how: for the verbs that write it or serve it. */
public final class PageOptions {
  @Mixin public NamespaceOptions namespaces = new NamespaceOptions();

  @Option(
      names = "--redact",
      description =
          "Numbers instead of names of workloads, and no free text: no message, no source of a fact.")
  public boolean redact;

  @Option(
      names = "--lang",
      paramLabel = "LANGUAGE",
      converter = Language.Typed.class,
      completionCandidates = Language.Names.class,
      description = "The language of the page: ${COMPLETION-CANDIDATES}. Default: en.")
  public @Nullable Language language;

  @Option(
      names = "--marking",
      paramLabel = "TEXT",
      description = "What stands at the head and foot of the page, such as DIFFUSION RESTREINTE.")
  public @Nullable String marking;

  /** The language that was asked for, English where none was. */
  public Language languageOrEnglish() {
    return language == null ? Language.EN : language;
  }
}
