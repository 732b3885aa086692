package cloud.bleu.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.IOptionRenderer;
import picocli.CommandLine.Help.IParameterRenderer;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The help of picocli with its lines broken between words only: picocli breaks them after dashes
 * and slashes too, and half an identifier cannot be copied.
 */
public final class HelpText extends Help {
  /** 0: not known yet. */
  private int column;

  private HelpText(CommandSpec spec, ColorScheme colors) {
    super(spec, colors);
  }

  /** Gives a program, with all its verbs, this help. */
  public static void on(CommandLine line) {
    line.setHelpFactory(HelpText::new);
  }

  @Override
  public String description(Object... params) {
    return paragraphs(commandSpec().usageMessage().description());
  }

  @Override
  public String footer(Object... params) {
    return paragraphs(commandSpec().usageMessage().footer());
  }

  private static String paragraphs(String... lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(line.isEmpty() ? "\n" : Table.wrapped(line, 0));
    }
    return text.toString();
  }

  @Override
  public IOptionRenderer createDefaultOptionRenderer() {
    IOptionRenderer renderer = super.createDefaultOptionRenderer();
    return (option, label, scheme) -> broken(renderer.render(option, label, scheme));
  }

  @Override
  public IParameterRenderer createDefaultParameterRenderer() {
    IParameterRenderer renderer = super.createDefaultParameterRenderer();
    return (parameter, label, scheme) -> broken(renderer.render(parameter, label, scheme));
  }

  /** How wide a line of a description may be before picocli breaks it itself. */
  private int column() {
    if (column == 0) {
      // To lay out the options picocli renders them once, for how long their names are.
      column = Integer.MAX_VALUE;
      Column[] columns = createDefaultLayout().textTable().columns();
      Column last = columns[columns.length - 1];
      column = last.width - last.indent;
    }
    return column;
  }

  /** Rows of which the last column is the description, no longer than that column is wide. */
  private Text[][] broken(Text[][] rows) {
    List<Text[]> all = new ArrayList<>();
    for (Text[] row : rows) {
      Text[] cells = row.clone();
      List<Text> lines = lines(row[row.length - 1]);
      for (Text line : lines) {
        cells[cells.length - 1] = line;
        all.add(cells);
        cells = new Text[row.length];
        java.util.Arrays.fill(cells, ansi().text(""));
      }
    }
    return all.toArray(Text[][]::new);
  }

  private List<Text> lines(Text text) {
    List<Text> lines = new ArrayList<>();
    int width = column();
    String plain = text.plainString();
    int start = 0;
    while (plain.length() - start > width) {
      int space = plain.lastIndexOf(' ', start + width);
      if (space <= start) {
        break;
      }
      lines.add(text.substring(start, space));
      start = space + 1;
    }
    lines.add(text.substring(start));
    return lines;
  }
}
