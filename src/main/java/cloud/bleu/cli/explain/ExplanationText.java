package cloud.bleu.cli.explain;

import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Table;

/** An explanation for people, in one language. */
public interface ExplanationText {

  /**
   * The answer.
   *
   * @param restFollows whether everything else is printed after it
   */
  FirstScreen first(boolean restFollows);

  /** The zones with their answers. */
  Table zones();

  /**
   * Everything else: every zone, rule and fact.
   *
   * @param format table or wide
   */
  String rest(Format format);
}
