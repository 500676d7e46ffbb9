/**
 * The languages that `lang:` knows: those of GitHub Linguist by name and by alias, read as Sourcegraph reads them (letters in
 * either case, spaces as `_`). Source: Linguist's languages.yml, go-enry GetLanguageByAlias.
 */
import {nearest} from "../fields.ts";

/** `Name=alias=alias`, with `|` between languages. */
const LANGUAGES = [
  "1C Enterprise|2-Dimensional Array|4D|ABAP|ABAP CDS|ABNF|ActionScript=actionscript_3=actionscript3=as3",
  "Ada=ada95=ada2005|Adblock Filter List=ad_block_filters=ad_block=adb=adblock",
  "Adobe Font Metrics=acfm=adobe_composite_font_metrics=adobe_multiple_font_metrics=amfm|Agda|AGS Script=ags",
  "AIDL|Aiken|AL|Aleo|ALGOL|Alloy|Alpine Abuild=abuild=apkbuild|Altium Designer=altium|AMPL|AngelScript",
  "Answer Set Programming|Ant Build System|Antlers|ANTLR|ApacheConf=aconf=apache|Apex|API Blueprint|APL",
  "Apollo Guidance Computer|AppleScript=apples=osascript|Arc|AsciiDoc|ASL|ASN.1|ASP.NET=aspx=aspx-vb|AspectJ",
  "Assembly=asm=nasm|Astro|Asymptote|ATS=ats2|Augeas|AutoHotkey=ahk|AutoIt=au3=autoit3=autoitscript|Avro IDL",
  "Awk|B|B (Formal Method)|B4X=basic_for_android|Ballerina|BAML|BASIC|Batchfile=bat=batch=dosbatch=winbatch",
  "BBCode|Beef|Befunge|Berry=be|BibTeX|BibTeX Style|Bicep|Bikeshed|BIRD2=bird=bird3|Bison|BitBake|Blade",
  "BlitzBasic=b3d=blitz3d=blitzplus=bplus|BlitzMax=bmax|Blueprint=blp|Bluespec=bluespec_bsv=bsv",
  "Bluespec BH=bh=bluespec_classic|Boo|Boogie|BQN|Brainfuck|BrighterScript|Brightscript|Browserslist|Bru",
  "BuildStream|C|C#=csharp=cake=cakescript|C++=cpp|C-ObjDump|C2hs Haskell=c2hs|C3|Cabal Config=cabal",
  "Caddyfile=caddy|Cadence|Cairo|Cairo Zero|CameLIGO|Cangjie|CAP CDS=cds|Cap'n Proto|Carbon|CartoCSS=carto",
  "Ceylon|Chapel=chpl|Charity|Checksums=checksum=hash=hashes=sum=sums|ChucK|CIL|Circom|Cirru|Clarion|Clarity",
  "Classic ASP=asp|Clean|Click|CLIPS|Clojure|Closure Templates=soy|Cloud Firestore Security Rules|Clue|CMake",
  "COBOL|CODEOWNERS|CodeQL=ql|CoffeeScript=coffee=coffee-script|ColdFusion=cfm=cfml=coldfusion_html",
  "ColdFusion CFC=cfc|COLLADA|Common Lisp=lisp|Common Workflow Language=cwl|Component Pascal",
  "CoNLL-U=conll=conll-x|Cooklang|Cool|Cpp-ObjDump=c++-objdump|CQL|Creole|crontab=cron=cron_table|Crystal",
  "CSON|Csound=csound-orc|Csound Document=csound-csd|Csound Score=csound-sco|CSS|CSV|Cuda|CUE|Cue Sheet",
  "cURL Config=curlrc|Curry|CWeb|Cycript|Cylc|Cypher|Cython=pyrex|D=dlang|D-ObjDump|D2=d2lang|Dafny",
  "Darcs Patch=dpatch|Dart|Daslang|DataWeave|Debian Package Control File|DenizenScript|desktop|Dhall",
  "Diff=udiff|DIGITAL Command Language=dcl|dircolors|DirectX 3D File|DM=byond|DNS Zone",
  "Dockerfile=containerfile|Dogescript|Dotenv|DTrace=dtrace-script|Dune|Dylan|E|E-mail=email=eml=mail=mbox",
  "Eagle|Earthly=earthfile|Easybuild|EBNF|eC|Ecere Projects|ECL|ECLiPSe|Ecmarkup=ecmarkdown|Edge|EdgeQL=esdl",
  "EditorConfig=editor-config|Edje Data Collection|edn|Eiffel|EJS|Elixir|Elm|Elvish|Elvish Transcript",
  "Emacs Lisp=cask=eask=elisp=emacs|EmberScript|EQ|Erlang|Euphoria|F#=fsharp|F*=fstar|Factor|Fancy|Fantom",
  "Faust|Fennel|FIGlet Font=figfont|Filebench WML|Filterscript|FIRRTL|fish|FlatBuffers|Flix|Fluent|FLUX",
  "Formatted|Forth|Fortran|Fortran Free Form|FPP|FreeBASIC=fb|FreeMarker=ftl|Frege|Futhark|G-code",
  "Game Maker Language|GAML|GAMS|GAP|GCC Machine Description|GDB|GDScript|GDShader|GEDCOM|Gemfile.lock",
  "Gemini=gemtext|Genero 4gl|Genero per|Genie|Genshi=xml+genshi=xml+kid|Gentoo Ebuild|Gentoo Eclass",
  "Gerber Image=rs-274x|Gettext Catalog=pot|Gherkin=cucumber|Git Attributes=gitattributes|Git Commit=commit",
  "Git Config=gitconfig=gitmodules|Git Revision List=git_blame_ignore_revs|Gleam|Glimmer JS=gjs",
  "Glimmer TS=gts|GLSL|Glyph|Glyph Bitmap Distribution Format|GN|Gno=gnolang|Gnuplot|Go=golang",
  "Go Checksums=go.sum=go_sum=go.work.sum=go_work_sum|Go Module=go.mod=go_mod|Go Template=gotmpl",
  "Go Workspace=go.work=go_work|Godot Resource|Golo|Gosu|Grace|Gradle|Gradle Kotlin DSL",
  "Grammatical Framework=gf|Graph Modeling Language|GraphQL|Graphviz (DOT)|Groovy",
  "Groovy Server Pages=gsp=java_server_page|GSC|GtkRC=gtk=gtk_1=gtk_2|Hack|Haml|Handlebars=hbs=htmlbars",
  "HAProxy|Harbour|Hare|Haskell|Haxe|HCL=hashicorp_configuration_language=opentofu=terraform|HIP|HiveQL|HLSL",
  "HOCON|HolyC|hoon|Hosts File=hosts|HTML=xhtml|HTML+ECR=ecr|HTML+EEX=eex=heex=leex",
  "HTML+ERB=erb=rhtml=html+ruby|HTML+PHP|HTML+Razor=razor|HTTP|Hurl|HXML|Hy=hylang|HyPhy|iCalendar=ical|IDL",
  "Idris|Ignore List=ignore=gitignore=git-ignore|IGOR Pro=igor=igorpro|IL Assembly=ilasm=msil",
  "ImageJ Macro=ijm|Imba|ImHex Pattern Language=imhex=imhexpatternlanguage=imhexpl|Inform 7=i7=inform7",
  "INI=conf=dosini|Ink|Inno Setup|Io|Ioke|IRC log=irc=irc_logs|Isabelle|Isabelle ROOT|ISPC|J|Jac|Jai|Janet",
  "JAR Manifest|Jasmin|JASS=jass2|Java|Java Properties|Java Server Pages=jsp|Java Template Engine=jte",
  "JavaScript=js=node|JavaScript+ERB|JCL|Jest Snapshot|JetBrains MPS=mps|JFlex",
  "Jinja=django=html+django=html+jinja=htmldjango|Jison|Jison Lex|Jolie|jq|JSON=geojson=jsonl=sarif=topojson",
  "JSON with Comments=jsonc|JSON5|JSONiq|JSONLD|Jsonnet|Julia|Julia REPL|Jupyter Notebook=ipython_notebook",
  "Just=justfile|Kaitai Struct=ksy|KakouneScript=kak=kakscript|KCL|KDL|KerboScript|KFramework",
  "KiCad Layout=pcbnew|KiCad Legacy Layout|KiCad Schematic=eeschema_schematic|Kickstart|Kit|Koka",
  "KoLmafia ASH|Kotlin|KRL|Kusto|kvlang|LabVIEW|Lambdapi|Langium|Lark|Lasso=lassoscript|Latte|Lean",
  "Lean 4=lean4|Leo|Less=less-css|Lex=flex|LFE|LigoLANG|LilyPond|Limbo|Linear Programming|Linker Script",
  "Linux Kernel Module|Liquid|Liquidsoap|Literate Agda|Literate CoffeeScript=litcoffee",
  "Literate Haskell=lhaskell=lhs|LiveCode Script|LiveScript=live-script=ls|LLVM|Lobster|Logos|Logtalk",
  "LOLCODE|LookML|LoomScript|LSL|LTspice Symbol|Lua|Luau|M=mumps|M3U=hls_playlist=m3u_playlist|M4",
  "M4Sugar=autoconf|Macaulay2=m2|Makefile=bsdmake=make=mf|Mako|Markdown=md=pandoc|Marko=markojs|Mask",
  "Mathematical Programming System|MATLAB=octave|Maven POM|Max=max/msp=maxmsp|MAXScript|mcfunction|mdsvex",
  "MDX|Mercury|Mermaid=mermaid_example|Meson|Metal|MeTTa|Microsoft Developer Studio Project",
  "Microsoft Visual Studio Solution|MiniD|MiniScript|MiniYAML|MiniZinc|MiniZinc Data|Mint|Mirah|mIRC Script",
  "MLIR|Modelica|Modula-2|Modula-3|Module Management System|Mojo|Monkey|Monkey C|Moocode|MoonBit|MoonScript",
  "Motoko|Motorola 68K Assembly=m68k|Move|MQL4|MQL5|MTML|MUF|mupad|Muse=amusewiki=emacs_muse|Mustache|Myghty",
  "nanorc|Nasal|NASL|NCL|Nearley|Nemerle|NEON=nette_object_notation=ne-on|nesC|NetLinx|NetLinx+ERB|NetLogo",
  "NewLisp|Nextflow|Nginx=nginx_configuration_file|Nickel|Nim|Ninja|Nit|Nix=nixos|NL|NMODL|Noir=nargo",
  "NPM Config=npmrc|NSIS|Nu=nush|NumPy|Nunjucks=njk|Nushell=nu-script=nushell-script|NWScript|OASv2-json",
  "OASv2-yaml|OASv3-json|OASv3-yaml|Oberon|ObjDump|Object Data Instance Notation",
  "Objective-C=obj-c=objc=objectivec|Objective-C++=obj-c++=objc++=objectivec++",
  "Objective-J=obj-j=objectivej=objj|ObjectScript|OCaml|Odin=odinlang=odin-lang|Omgrofl",
  "OMNeT++ MSG=omnetpp-msg|OMNeT++ NED=omnetpp-ned|ooc|Opa|Opal|Open Policy Agent",
  "OpenAPI Specification v2=oasv2|OpenAPI Specification v3=oasv3|OpenCL|OpenEdge ABL=progress=openedge=abl",
  "OpenQASM|OpenRC runscript=openrc|OpenSCAD|OpenStep Property List|OpenType Feature File=afdko",
  "Option List=opts=ackrc|Org|OverpassQL|OverPy=opy|Ox|Oxygene|Oz|P4|Pact|Pan|Papyrus|Parrot",
  "Parrot Assembly=pasm|Parrot Internal Representation=pir|Pascal=delphi=objectpascal|Pawn|PDDL|PEG.js|Pep8",
  "Perl=cperl|PHP=inc|Pic=pikchr|Pickle|PicoLisp|PigLatin|Pike|Pip Requirements|pkg-config=pkgconf|Pkl",
  "PlantUML|PLpgSQL|PLSQL|Pod|Pod 6|PogoScript|Polar|Pony|Portugol|PostCSS|PostScript=postscr",
  "POV-Ray SDL=pov-ray=povray|Power Query=powerquery|PowerBuilder|PowerShell=posh=pwsh|Praat|Prisma|Pro*C",
  "Processing|Procfile|Proguard|Prolog|Promela|Propeller Spin",
  "Protocol Buffer=proto=protobuf=protocol_buffers",
  "Protocol Buffer Text Format=text_proto=protobuf_text_format|Public Key|Pug|Puppet|Pure Data|PureBasic",
  "PureScript|Pyret|Python=py=py3=python3=rusthon|Python console=pycon|Python traceback|q|Q#=qsharp|QMake",
  "QML|Qt Script|Quake|QuakeC|Quartus Simulation IP",
  "QuickBASIC=qb=qbasic=qb64=classic_qbasic=classic_quickbasic|Quint|R=rscript=splus|Racket",
  "Ragel=ragel-rb=ragel-ruby|Raku=perl6=perl-6|RAML|Rascal|RAScript|Raw token data=raw|RBS|RDoc",
  "Readline Config=inputrc=readline|REALbasic|Reason|ReasonLIGO|Rebol|Record Jar|Red=red/system|Redcode",
  "Redirect Rules=redirects|Redscript|Regular Expression=regexp=regex|Ren'Py=renpy|RenderScript|ReScript",
  "reStructuredText=rst|REXX=arexx|Rez|Rhai|Rich Text Format|Ring|Riot|RMarkdown|RobotFramework",
  "Robots Exclusion Rules=robots=robots_txt=robotx.txt|Roc|Rocq Prover=coq=rocq",
  "Roff=groff=man=manpage=man_page=man-page=mdoc=nroff=troff|Roff Manpage|RON|ROS Interface=rosmsg|Rouge",
  "RouterOS Script|RPC=rpcgen=oncrpc=xdr|RPGLE=ile_rpg=sqlrpgle|RPM Spec=specfile",
  "Ruby=jruby=macruby=rake=rb=rbx|RUNOFF|Rust=rs|Sage|Sail|Salt=saltstack=saltstate|SAS|Sass|Scala|Scaml",
  "Scenic|Scheme|Scilab|SCSS|sed|Self|SELinux Policy=selinux_kernel_policy_language=sepolicy|ShaderLab",
  "Shell=sh=shell-script=bash=zsh=envrc|ShellCheck Config=shellcheckrc|ShellSession=bash_session=console",
  "Shen|Sieve|Simple File Verification=sfv|Singularity|SIP|Slang|Slash|Slice|Slim|Slint|Smali",
  "Smalltalk=squeak|Smarty|Smithy|SmPL=coccinelle|SMT|Snakemake=snakefile|Solidity|Soong",
  "SourcePawn=sourcemod|SPARQL|SpiceDB Schema|Spline Font Database|SQF|SQL|SQLPL|Squirrel|SRecode Template",
  "SSH Config=sshconfig=sshdconfig=sshd_config|Stan|Standard ML=sml|STAR|Starlark=bazel=bzl|Stata",
  "STL=ascii_stl=stla|STON|StringTemplate|Stylus|SubRip Text|SugarSS|SuperCollider|SurrealQL=surql",
  "Survex data|Svelte|SVG|Sway|Sweave|Swift|SWIG|SystemVerilog|Tact|Talon|Tape=vhs|Tcl=sdc=xdc|Tcsh|Tea|Teal",
  "templ|Terra|Terraform Template|TeX=latex|Texinfo|Text=fundamental=plain_text|TextGrid|Textile",
  "TextMate Properties=tm-properties|Thrift|TI Program|TL-Verilog|TLA|TMDL=tabular_model_definition_language",
  "Toit|Tolk|TOML|Tor Config=torrc|Tree-sitter Query=tsq",
  "TSPLIB data=travelling_salesman_problem=traveling_salesman_problem|TSQL|TSV=tab-seperated_values",
  "TSX=typescriptreact|Turing|Turtle|Twig|TXL|Type Language=tl|TypeScript=ts|TypeSpec=tsp|Typst=typ|ucode",
  "Unified Parallel C|Unity3D Asset|Unix Assembly=gas=gnu_asm=unix_asm|Uno|UnrealScript|Untyped Plutus Core",
  "UrWeb=ur/web=ur|V=vlang|Vala|Valve Data Format=keyvalues=vdf|VBA=visual_basic_for_applications|VBScript",
  "vCard=virtual_contact_file=electronic_business_card|VCL|Velocity Template Language=vtl=velocity|Vento",
  "Verilog|Verse|Vespa Schema Definition=vespa|VHDL|Vim Help File=help=vimhelp",
  "Vim Script=vim=viml=nvim=vimscript|Vim Snippet=snipmate=ultisnip=ultisnips=neosnippet",
  "Visual Basic .NET=visual_basic=vbnet=vb_.net=vb.net",
  "Visual Basic 6.0=vb6=vb_6=visual_basic_6=visual_basic_classic=classic_visual_basic|Volt|Vue|Vyper",
  "Wavefront Material|Wavefront Object|WDL=workflow_description_language|Web Ontology Language",
  "WebAssembly=wast=wasm|WebAssembly Interface Type=wit|WebIDL|WebVTT=vtt|Wget Config=wgetrc|WGSL|Whiley",
  "Wikitext=mediawiki=wiki|Win32 Message File|Windows Registry Entries|wisp|Witcher Script",
  "Wolfram Language=mathematica=mma=wolfram=wolfram_lang=wl|Wollok|World of Warcraft Addon Data",
  "Wren=wrenlang|X BitMap=xbm|X Font Directory Index|X PixMap=xpm|X10=xten|xBase=advpl=clipper=foxpro|XC",
  "XCompose|Xmake|XML=rss=xsd=wsdl|XML Property List|Xojo|Xonsh|XPages|XProc|XQuery|XS|XSLT=xsl|Xtend|Yacc",
  "YAML=yml|YANG|YARA|YASnippet=snippet=yas|Yul|ZAP|Zeek=bro|ZenScript|Zephir|Zig|ZIL|Zimpl|Zmodel"
]
  .join("|")
  .split("|")
  .map((entry) => entry.split("="));

const keyOf = (word: string) => word.toLowerCase().replaceAll(" ", "_");

const BY_ALIAS: ReadonlyMap<string, string> = new Map(
  LANGUAGES.flatMap(([name, ...aliases]) => [keyOf(name!), ...aliases].map((alias) => [alias, name!] as const))
);

/** The language that a word names, by Linguist's spelling; null when it names none. */
export function languageNamed(word: string): string | null {
  return BY_ALIAS.get(keyOf(word.trim())) ?? null;
}

/** The name or alias of a language that is nearest to a word, where one is near. */
export function nearestLanguage(word: string): string | null {
  const near = nearest(keyOf(word.trim()), [...BY_ALIAS.keys()]);
  if (near === null) return null;
  const name = BY_ALIAS.get(near)!;
  return keyOf(name) === near ? name : near;
}
