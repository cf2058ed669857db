package io.millrace.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Nobody meets a file or method too long for one sitting, nor a document that points nowhere. Reads
 * the sources of all modules with javac's own parser.
 */
class TidyTest {
  private static final int FILE_LINES_MAX = 500;
  private static final int METHOD_LINES_MAX = 60;
  private static final Pattern BARE_TODO = Pattern.compile("\\bTODO(?!\\(#\\d+\\))");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#\\s]+)");

  private final Path root = Path.of("..").toAbsolutePath().normalize();
  private final List<String> complaints = new ArrayList<>();

  @Test
  void sourcesAreTidy() throws IOException {
    List<Path> sources = filesUnder(root, ".java");
    for (Path source : sources) {
      checkText(source);
    }
    parse(sources.stream().filter(TidyTest::isMain).toList());
    checkPackageInfos(sources);

    assertThat(complaints).isEmpty();
  }

  @Test
  void documentsLinkOnlyToFilesThatExist() throws IOException {
    for (Path document : filesUnder(root, ".md")) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        if (!Files.exists(document.resolveSibling(link.group(1)))) {
          complaints.add(root.relativize(document) + " links to missing " + link.group(1));
        }
      }
    }

    assertThat(complaints).isEmpty();
  }

  private void checkText(Path source) throws IOException {
    List<String> lines = Files.readAllLines(source);
    if (lines.size() > FILE_LINES_MAX) {
      complaints.add(source + " has " + lines.size() + " lines");
    }
    if (isMain(source) && lines.stream().anyMatch(line -> BARE_TODO.matcher(line).find())) {
      complaints.add(source + " has a TODO without an issue, write TODO(#123)");
    }
  }

  private void checkPackageInfos(List<Path> sources) {
    sources.stream()
        .filter(TidyTest::isMain)
        .map(Path::getParent)
        .distinct()
        .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
        .forEach(folder -> complaints.add(folder + " has no package-info.java"));
  }

  private void parse(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Shape(unit, docs).scan(unit, null);
      }
    }
  }

  private static boolean isMain(Path source) {
    return source.toString().contains("/src/main/");
  }

  private static List<Path> filesUnder(Path folder, String suffix) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().endsWith(suffix))
          .filter(path -> !path.toString().contains("/target/"))
          .filter(path -> !path.toString().contains("/node_modules/"))
          .sorted()
          .toList();
    }
  }

  /** Walks one compilation unit. */
  private final class Shape extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final DocTrees docs;
    private final SourcePositions positions;
    private final LineMap lines;

    Shape(CompilationUnitTree unit, DocTrees docs) {
      this.unit = unit;
      this.docs = docs;
      this.positions = docs.getSourcePositions();
      this.lines = unit.getLineMap();
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      TreePath path = getCurrentPath();
      if (path.getParentPath().getLeaf() == unit && docs.getDocComment(path) == null) {
        complaints.add(type.getSimpleName() + " has no javadoc");
      }
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      long length = lineOf(method, true) - lineOf(method, false) + 1;
      if (length > METHOD_LINES_MAX) {
        complaints.add(unit.getSourceFile().getName() + "#" + method.getName() + " has " + length);
      }
      return super.visitMethod(method, null);
    }

    private long lineOf(Tree tree, boolean end) {
      long position =
          end ? positions.getEndPosition(unit, tree) : positions.getStartPosition(unit, tree);
      return position < 0 ? 0 : lines.getLineNumber(position);
    }
  }
}
